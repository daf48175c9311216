import { type DBSchema, openDB } from 'idb';

interface Schema extends DBSchema {
  answers: { key: string; value: string };
}

/** A `fetch` that remembers the model of a server, so that its records can be opened while it is away. */
export const rememberingModel = (address: string, fetching: typeof fetch): typeof fetch => {
  const open = () =>
    openDB<Schema>('sluice-servers', 1, {
      upgrade: (database) => {
        database.createObjectStore('answers');
      },
    });
  const using = async <T>(work: (database: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T | undefined> => {
    try {
      const database = await open();
      try {
        return await work(database);
      } finally {
        database.close();
      }
    } catch {
      // without a place to remember it, the model is asked of the server alone
      return undefined;
    }
  };
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method !== 'GET' || request.url !== address) return fetching(request);
    try {
      const response = await fetching(request);
      if (response.ok) {
        const text = await response.clone().text();
        await using((database) => database.put('answers', text, address));
      }
      return response;
    } catch (away) {
      const text = await using((database) => database.get('answers', address));
      if (text === undefined) throw away;
      return new Response(text, { headers: { 'content-type': 'application/json' } });
    }
  };
};
