/** The least and the greatest value that a chart shows. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The span of the known values, zero included: a bar has to start somewhere. All unknown or all zero gives 0…1. */
export function spanOf(values: readonly (number | null)[]): Span {
  let from = 0;
  let to = 0;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  return from === 0 && to === 0 ? { from: 0, to: 1 } : { from, to };
}

/** Where a value stands between the ends of a span, in pixels: 0 at `from`, `length` at `to`. Values outside are clamped. */
export function place(value: number, { from, to }: Span, length: number): number {
  if (to <= from) return 0;
  return Math.min(1, Math.max(0, (value - from) / (to - from))) * length;
}

/**
 * Round values (1, 2 or 5 times a power of ten apart) that cover a span in about `count` steps, in order;
 * the first is at or below the span's beginning, the last at or above its end.
 */
export function ticks({ from, to }: Span, count = 4): readonly number[] {
  const size = (to - from) / Math.max(1, count);
  if (!Number.isFinite(size) || size <= 0) return [from];
  const power = 10 ** Math.floor(Math.log10(size));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= size * 0.999_999) ?? 10) * power;
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  // whole multiples of the step, so that no error adds up
  return Array.from({ length: last - first + 1 }, (_, at) => tidy((first + at) * step));
}

/** Pixels to a tenth: markup stays short and equal on every machine. */
export function px(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}
