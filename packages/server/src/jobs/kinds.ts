/** How the jobs of one kind are done. */
export interface Kind {
  /** How many at the same time in one server. */
  readonly slots: number;
  /** How many of them may be one tenant's: what is left over is for the others, however much one has waiting. */
  readonly each: number;
  /** How often a job is tried again after its first failure; then it is dead, and kept for whoever looks at it. */
  readonly retries: number;
  /** Before the first repetition, in seconds; doubled every time, with some chance in it. */
  readonly pause: number;
  /** The longest pause, in seconds. */
  readonly longest: number;
  /** After so many seconds a job has failed, whatever it is doing; also when its server died. */
  readonly patience: number;
}

const HOUR = 3600;

/** What is done while nobody waits. */
export const KINDS = {
  /** One line of the outbox on its way. */
  mail: { slots: 2, each: 1, retries: 8, pause: 60, longest: HOUR, patience: 60 },
  /** One delivery to a webhook; its repetitions take a little more than a day. */
  webhook: { slots: 4, each: 2, retries: 16, pause: 10, longest: 4 * HOUR, patience: 60 },
  /** What a tenant's day begins with: reminders. */
  daily: { slots: 2, each: 1, retries: 4, pause: 300, longest: HOUR, patience: 10 * 60 },
  /** A copy of everything. */
  backup: { slots: 1, each: 1, retries: 2, pause: 300, longest: HOUR, patience: 2 * HOUR },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

export const KIND_NAMES: readonly KindName[] = ['mail', 'webhook', 'daily', 'backup'];

/** Whether a word is the name of a kind. */
export const isKind = (word: string): word is KindName => Object.hasOwn(KINDS, word);

/** What a job is about: ids and nothing else, so that what is kept of it tells nothing of anybody. */
export interface Payload {
  /** UUID; none for what the server does for all tenants. */
  readonly tenant?: string;
  /** UUID of a row of the tenant's: a line of the outbox, a delivery. */
  readonly subject?: string;
  /** UUID of the person on whose behalf it is done: when they are shown out, nothing is done. */
  readonly person?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAMES: ReadonlySet<string> = new Set(['tenant', 'subject', 'person']);

/** A payload out of what was kept of it; null for anything that is none. */
export const readPayload = (json: unknown): Payload | null => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const fits = Object.entries(json).every(
    ([name, value]) => NAMES.has(name) && typeof value === 'string' && UUID.test(value),
  );
  return fits ? json : null;
};
