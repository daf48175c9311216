import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What waits for its reader in memory, in bytes; the rest waits in a file. */
const MEMORY = 1_000_000;
const PART = 256 * 1024;

/** Bytes on their way from whoever makes them to whoever reads them: neither waits for the other. */
export interface Spool {
  /** Takes all bytes, as fast as they are made; ends when they are, or when nobody reads on. What they fail with, the reader hears. */
  readonly fill: (chunks: AsyncIterable<Uint8Array>) => Promise<void>;
  /** The bytes in their order, to be read once. */
  readonly chunks: AsyncIterableIterator<Uint8Array, void, undefined>;
}

/** A file that nobody else can find: its name is gone as soon as it is open, where the system allows it. */
const openHidden = async (): Promise<{ readonly file: FileHandle; readonly close: () => Promise<void> }> => {
  const path = join(tmpdir(), `sluice-export-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  const gone = await rm(path).then(
    () => true,
    () => false,
  );
  const close = async (): Promise<void> => {
    await file.close();
    if (!gone) await rm(path, { force: true });
  };
  return { file, close };
};

const writeAll = async (file: FileHandle, chunk: Uint8Array, at: number): Promise<void> => {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at + done);
    done += bytesWritten;
  }
};

/**
 * Opens a spool. A reader that keeps up gets what is made from memory; of one that does not, no more than a megabyte waits there, and the rest in a
 * temporary file, which goes with the reader.
 */
export const openSpool = (): Spool => {
  const memory: Uint8Array[] = [];
  let held = 0;
  let spilled: Awaited<ReturnType<typeof openHidden>> | null = null;
  let [written, read] = [0, 0];
  let ended: { readonly error?: unknown } | null = null;
  let left = false;
  let wake: () => void = () => undefined;
  let filled: Promise<void> = Promise.resolve();

  const keep = async (chunk: Uint8Array): Promise<void> => {
    // what waits in the file comes first
    if (written === read && held + chunk.length <= MEMORY) {
      memory.push(chunk);
      held += chunk.length;
    } else {
      spilled ??= await openHidden();
      await writeAll(spilled.file, chunk, written);
      written += chunk.length;
    }
    wake();
  };

  const run = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        if (left) break;
        await keep(chunk);
      }
      ended = {};
    } catch (error) {
      ended = { error };
    }
    wake();
  };

  /** Nobody reads on: what makes the bytes ends with the next of them, then the file goes. */
  const leave = (): void => {
    left = true;
    void (async () => {
      await filled;
      const last = spilled;
      spilled = null;
      await last?.close();
    })();
  };

  const parts = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = memory.shift();
        if (chunk) {
          held -= chunk.length;
          yield chunk;
        } else if (spilled && read < written) {
          const part = new Uint8Array(Math.min(PART, written - read));
          const { bytesRead } = await spilled.file.read(part, 0, part.length, read);
          read += bytesRead;
          yield part.subarray(0, bytesRead);
        } else if (ended) {
          if ('error' in ended) throw ended.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      leave();
    }
  };
  const reader = parts();

  return {
    fill: (chunks) => {
      filled = run(chunks);
      return filled;
    },
    chunks: {
      next: () => reader.next(),
      // one that was never asked for anything has no end of its own
      return: () => {
        leave();
        return reader.return();
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
  };
};
