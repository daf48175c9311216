import { px } from '../../charts/scale.ts';

/** A ring: its outer and inner radius and its centre, in pixels. */
export interface Ring {
  readonly centre: number;
  readonly outer: number;
  readonly inner: number;
}

/** The parts of a ring as SVG path data, from the top, clockwise (the other way where one writes from right to left). */
export const ringPaths = (
  values: readonly number[],
  { centre, outer, inner }: Ring,
  rtl = false,
): readonly string[] => {
  const sum = values.reduce((total, value) => total + Math.max(0, value), 0);
  if (sum <= 0) return values.map(() => '');
  const point = (share: number, radius: number): string => {
    const angle = 2 * Math.PI * share * (rtl ? -1 : 1);
    return `${px(centre + radius * Math.sin(angle))} ${px(centre - radius * Math.cos(angle))}`;
  };
  const [there, back] = rtl ? ['0', '1'] : ['1', '0'];
  let before = 0;
  return values.map((value) => {
    const from = before / sum;
    before += Math.max(0, value);
    // a whole ring is a hair short of one: an arc cannot end where it began
    const to = Math.min(before / sum, from + 0.99999);
    if (to <= from) return '';
    const long = to - from > 0.5 ? '1' : '0';
    return (
      `M${point(from, outer)}A${outer} ${outer} 0 ${long} ${there} ${point(to, outer)}` +
      `L${point(to, inner)}A${inner} ${inner} 0 ${long} ${back} ${point(from, inner)}Z`
    );
  });
};
