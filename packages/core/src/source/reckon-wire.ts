import { bad, type Checked, good, issue } from '../issue.ts';
import { exponent, jsonFromMinor, minorFromDecimal } from '../money.ts';
import { RECKONINGS, type ReckonAnswer, type Reckoning } from './reckon.ts';

/** Where the amounts of a figure stand; `*` is every place of a list. */
const MONEY: Readonly<Record<Reckoning, readonly string[]>> = {
  compare: [],
  contributions: [],
  coverage: ['total', 'groups.*'].flatMap((at) => ['quota', 'won', 'open', 'weighted'].map((name) => `${at}.${name}`)),
  velocity: ['perDay.value', 'levers.value.amount'],
  cycle: [],
  cohorts: [],
  slippage: ['expectedAmount.value', 'slippedAmount.value'],
  funnel: ['snapshot.*.amount.value'],
  timeInStage: [],
  idle: [],
  calibration: [],
  waterfall: ['opening', 'closing', 'steps.*.amount', 'steps.*.deals.*.amount'].map((at) => `value.${at}`),
};

type Convert = (amount: unknown) => unknown;

const at = (value: unknown, path: readonly string[], convert: Convert): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return convert(value);
  if (step === '*') return Array.isArray(value) ? value.map((one) => at(one, rest, convert)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const held = value as Readonly<Record<string, unknown>>;
  return step in held ? { ...held, [step]: at(held[step], rest, convert) } : value;
};

/** A metric is an amount when its unit says so, else a ratio, a count or days; percent is percent. */
const metricPaths = ({ figure, result: { unit }, currency }: Extract<ReckonAnswer, { result: { unit: unknown } }>) => {
  const paths =
    figure === 'compare' ? ['now', 'before', 'change.value'] : ['value', 'deals.*.contribution', 'rest.contribution'];
  if (unit === 'money' || unit === 'moneyPerDay') return { paths, decimals: exponent(currency) };
  return { paths: unit === 'percent' ? paths : [], decimals: 2 };
};

const converted = (answer: ReckonAnswer, convert: (decimals: number) => Convert): ReckonAnswer => {
  const { paths, decimals } =
    answer.figure === 'compare' || answer.figure === 'contributions'
      ? metricPaths(answer)
      : { paths: MONEY[answer.figure], decimals: exponent(answer.currency) };
  const result = paths.reduce((all: unknown, path) => at(all, path.split('.'), convert(decimals)), answer.result);
  return { ...answer, result } as ReckonAnswer;
};

const outward =
  (decimals: number): Convert =>
  (amount) => {
    if (typeof amount !== 'number') return amount;
    return Number.isSafeInteger(amount) ? jsonFromMinor(amount, decimals) : amount / 10 ** decimals;
  };

const inward =
  (decimals: number): Convert =>
  (amount) => {
    if (typeof amount !== 'number' && typeof amount !== 'string') return amount;
    const read = minorFromDecimal(amount, decimals);
    if (read?.exact) return read.minor;
    // means have more decimals than money
    return typeof amount === 'number' ? amount * 10 ** decimals : null;
  };

/** Writes a reckoned figure for the wire: amounts as decimals in major units. */
export const encodeReckoned = (answer: ReckonAnswer): ReckonAnswer => converted(answer, outward);

/** Reads what `encodeReckoned` wrote, back into memory units. */
export const decodeReckoned = (json: unknown): Checked<ReckonAnswer> => {
  const held = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const known = (RECKONINGS as readonly unknown[]).includes(held['figure']);
  if (!known || typeof held['currency'] !== 'string' || typeof held['result'] !== 'object' || held['result'] === null)
    return bad([issue('not_an_answer', [], { message: 'What came back is not a figure.' })]);
  return good(converted(held as unknown as ReckonAnswer, inward));
};
