/** How long the page may be kept from painting and from hearing its reader, in milliseconds. */
const BUDGET = 12;

let queue: Promise<void> = Promise.resolve();
let rested = 0;

/** Lets the page paint and hear its reader. */
const rest = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });

const breathe = async (): Promise<void> => {
  await rest();
  rested = performance.now();
};

const after = async (before: Promise<void>): Promise<void> => {
  await before;
  if (performance.now() - rested >= BUDGET) await breathe();
};

/**
 * Waits for a turn to compute. Sources in the page compute on the main thread: turns come one after the other, and once they have
 * taken long enough the page gets to paint in between.
 */
export const turn = (): Promise<void> => {
  queue = after(queue);
  return queue;
};

/**
 * For elements about to render: null while the page was at hand a moment ago, else a promise of when it was. Many elements that render
 * at once (a dashboard that opens) do so in several tasks.
 */
export const breath = (): Promise<void> | null => (performance.now() - rested < BUDGET ? null : breathe());
