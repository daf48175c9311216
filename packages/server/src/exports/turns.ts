/** Lets so many work at once; the others wait in the order they came. */
export const openTurns = (most: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      // the turn goes over to the next one, who does not count anew
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
};
