import type { Accepted, ImportDesk, ImportRefusal, Undone } from './desk.ts';
import type { Companions, ImportWish } from './wish.ts';
import type { WireImport, WireImportItem, WireUndo } from './wire.ts';

/** What the terminal does with imports, here or through a server that runs. */
export type TerminalDesk = Pick<
  ImportDesk,
  'plan' | 'planStream' | 'accept' | 'list' | 'rejected' | 'planUndo' | 'undo'
>;

/** A server refused, and says why. */
export class RemoteRefusal extends Error {
  readonly remedy: string;
  constructor(detail: string, remedy: string) {
    super(detail);
    this.name = 'RemoteRefusal';
    this.remedy = remedy;
  }
}

const WHY: Readonly<Record<string, 'expired' | 'not_accepted'>> = {
  plan_expired: 'expired',
  not_accepted: 'not_accepted',
};

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly remedy?: string;
  readonly import?: WireImport;
}

/** The address of a plan: everything that was wished is in it. */
export const addressOfWish = (wish: ImportWish): string => `/imports?${wordsOf(wish).toString()}`;

const wordsOf = (wish: ImportWish): URLSearchParams => {
  const { entity, name, map, links, order, sheet, rules, answers = {}, creates = [] } = wish;
  const said = new URLSearchParams({
    entity,
    name,
    links,
    ...(order === undefined ? {} : { order }),
    ...(sheet === undefined ? {} : { sheet }),
  });
  for (const [column, words] of Object.entries(answers))
    for (const [text, answer] of Object.entries(words)) said.append(`value[${column}][${text}]`, answer);
  for (const field of creates) said.append(`create[${field}]`, '1');
  for (const [column, field] of Object.entries(map)) said.append(`map[${column}]`, field);
  for (const [field, collision] of Object.entries(rules.columns ?? {})) said.append(`column[${field}]`, collision);
  for (const key of ['duplicates', 'titles'] as const) {
    const word = rules[key];
    if (word !== undefined) said.append(key, word);
  }
  for (const key of ['clear', 'apart'] as const) {
    const names = rules[key] ?? [];
    if (names.length > 0) said.append(key, names.join(','));
  }
  return said;
};

/** A form with a file, everything that was wished, and the files it comes with. */
const formOf = (bytes: Uint8Array, wish: ImportWish, companions: Companions): FormData => {
  const form = new FormData();
  for (const [name, word] of wordsOf(wish)) form.append(name, word);
  form.set('file', new Blob([Buffer.from(bytes)]), wish.name);
  for (const [entity, one] of Object.entries(companions))
    form.set(`with.${entity}`, new Blob([Buffer.from(one)]), entity);
  return form;
};

/** Imports through the API of a server. Throws `RemoteRefusal` for what the server does not do. */
export const remoteDesk = (origin: string, token: string): TerminalDesk => {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${origin}/api/v1${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });
  const problemOf = async (answer: Response): Promise<Problem> => (await answer.json()) as Problem;
  const refusalOf = ({ code, status, detail, remedy = '', import: plan }: Problem): ImportRefusal => {
    if (status === 404) return { ok: false, why: 'missing' };
    if (code === 'plan_changed' && plan) return { ok: false, why: 'changed', import: plan };
    const why = WHY[code];
    if (why !== undefined) return { ok: false, why };
    throw new RemoteRefusal(detail, remedy);
  };
  const good = async <T>(answer: Response): Promise<T> => {
    if (answer.ok) return (await answer.json()) as T;
    const { detail, remedy = '' } = await problemOf(answer);
    throw new RemoteRefusal(detail, remedy);
  };
  const undone = async (answer: Response): Promise<Undone> =>
    answer.ok ? { ok: true, undo: (await answer.json()) as WireUndo } : refusalOf(await problemOf(answer));
  return {
    plan: async (bytes, wish, companions = {}) =>
      good<WireImport>(
        Object.keys(companions).length > 0
          ? await ask('/imports', { method: 'POST', body: formOf(bytes, wish, companions) })
          : await ask(addressOfWish(wish), {
              method: 'POST',
              body: Buffer.from(bytes),
              headers: { 'Content-Type': 'application/octet-stream' },
            }),
      ),
    planStream: async (chunks, wish) =>
      good<WireImport>(
        await ask(addressOfWish(wish), {
          method: 'POST',
          body: ReadableStream.from<Uint8Array>(chunks),
          duplex: 'half',
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    accept: async (id, { digest } = {}): Promise<Accepted> => {
      const headers = digest === undefined ? undefined : { 'If-Match': `"${digest}"` };
      const answer = await ask(`/imports/${id}/accept`, { method: 'POST', ...(headers ? { headers } : {}) });
      return answer.ok ? { ok: true, import: (await answer.json()) as WireImport } : refusalOf(await problemOf(answer));
    },
    list: async () => (await good<{ readonly items: readonly WireImportItem[] }>(await ask('/imports'))).items,
    rejected: async (id) => {
      const answer = await ask(`/imports/${id}/rejected.csv`);
      return answer.ok ? answer.text() : null;
    },
    planUndo: async (id, { rows } = {}) =>
      undone(await ask(`/imports/${id}/undo${rows ? `?rows=${rows.join(',')}` : ''}`)),
    undo: async (id, wish = {}) =>
      undone(
        await ask(`/imports/${id}/undo`, {
          method: 'POST',
          body: JSON.stringify(wish),
          headers: { 'Content-Type': 'application/json' },
        }),
      ),
  };
};
