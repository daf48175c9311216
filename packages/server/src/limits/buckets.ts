/** So many in a while; a bucket that fills as time goes by. */
export interface Rate {
  readonly limit: number;
  /** Seconds. */
  readonly window: number;
}

/** What is left of a rate. */
export interface Left {
  readonly rate: Rate;
  readonly remaining: number;
  /** Seconds until all of it is there again. */
  readonly reset: number;
  /** Seconds until one more is let through; 0 when it was. */
  readonly wait: number;
}

/** Counts by name. */
export interface Buckets {
  /** Takes one of each, or of none when one of them is empty. In the order of the names. */
  readonly take: (wanted: readonly (readonly [name: string, rate: Rate])[]) => readonly Left[];
  /** How many names are kept. */
  readonly size: () => number;
}

/** What arithmetic loses: whoever waits as long as it was told is let through. */
const HAIR = 1e-6;

interface Bucket {
  /** How much is in it. */
  level: number;
  /** When that was so, in seconds. */
  at: number;
  readonly rate: Rate;
}

/**
 * Buckets in the memory of this process: every server that runs counts for itself, and a restart forgets. They keep one sender from
 * taking the server from the others; what has to hold for all servers together is counted in the database. `now`: milliseconds.
 */
export const openBuckets = (now: () => number, most = 100_000): Buckets => {
  const buckets = new Map<string, Bucket>();
  const levelOf = ({ level, at, rate }: Bucket, time: number): number =>
    Math.min(rate.limit, level + (Math.max(0, time - at) * rate.limit) / rate.window);

  /** Those that are full again are as good as none; if that is not enough, the oldest go. */
  const tidy = (time: number): void => {
    for (const [name, bucket] of buckets) if (levelOf(bucket, time) >= bucket.rate.limit) buckets.delete(name);
    for (const name of buckets.keys()) {
      if (buckets.size <= most * 0.75) return;
      buckets.delete(name);
    }
  };

  return {
    size: () => buckets.size,
    take: (wanted) => {
      const time = now() / 1000;
      if (buckets.size + wanted.length > most) tidy(time);
      const found = wanted.map(([name, rate]) => {
        const there = buckets.get(name);
        const level = there?.rate === rate ? levelOf(there, time) : rate.limit;
        return { name, rate, level };
      });
      const through = found.every(({ level }) => level >= 1 - HAIR);
      return found.map(({ name, rate, level }) => {
        const left = through ? Math.max(0, level - 1) : level;
        if (through) buckets.set(name, { level: left, at: time, rate });
        const perSecond = rate.limit / rate.window;
        return {
          rate,
          remaining: Math.floor(left + HAIR),
          reset: Math.ceil((rate.limit - left) / perSecond - HAIR),
          wait: through || level >= 1 - HAIR ? 0 : Math.max(1, Math.ceil((1 - level) / perSecond - HAIR)),
        };
      });
    },
  };
};
