/** Workbooks of more rows are packed in workers. */
const SMALL = 300;
const PATIENCE = 3000;

/** Whether the page may have the workers that packing takes: a policy that forbids them is not told to who waits for one. */
const workersAllowed = (): Promise<boolean> =>
  new Promise((resolve) => {
    const address = URL.createObjectURL(new Blob(['postMessage(0)'], { type: 'text/javascript' }));
    let worker: Worker | undefined;
    const end = (allowed: boolean): void => {
      worker?.terminate();
      URL.revokeObjectURL(address);
      resolve(allowed);
    };
    try {
      worker = new Worker(address);
      worker.addEventListener('message', () => end(true));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        end(false);
      });
      setTimeout(() => end(false), PATIENCE);
    } catch {
      end(false);
    }
  });

/** Whether a workbook of so many rows can be packed in this page. The drop-in is built with ./packing.drop-in.ts in place of this file. */
export const canPack = async (rows: number): Promise<boolean> => rows <= SMALL || (await workersAllowed());
