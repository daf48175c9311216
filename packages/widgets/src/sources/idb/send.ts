import { decodeRecord, type Entity, issue, type Rec, type Written } from '@sluice/core';
import { unreadableError } from '../failure.ts';
import type { RemoteSource } from '../remote.ts';
import type { RemoteAnswer } from '../remote-types.ts';
import { draftOf, refusalOf, warningsOf } from '../wire.ts';
import { keptForm, mergeFields } from './merge.ts';
import type { Waiting } from './store.ts';

/** What became of a write at the server. */
export interface Sent {
  readonly written: Written;
  /** The record as the server has it now, as it is kept; null: it has none. */
  readonly record: Rec | null;
  /** Nothing but this write stands between the version that was edited and the one there is now. */
  readonly exact: boolean;
}

/** The version of an edit that was made on something the server never had: it is merged field by field. */
export const BY_FIELD = -1;

/** How often an edit is merged with what others wrote meanwhile. */
const TRIES = 5;

/** Sends writes to a server, each once however often it is sent. Throws `SourceError` when the server does not answer. */
export const sender = (remote: RemoteSource): ((entity: Entity, one: Waiting) => Promise<Sent>) => {
  const recordIn = (entity: Entity, json: unknown): Rec => {
    const record = decodeRecord(entity, json);
    if (!record.ok) throw unreadableError('A record is not one.');
    return record.value;
  };
  const ask = (entity: Entity, { op, key, id, version, asked }: Waiting): Promise<RemoteAnswer> => {
    const path = `${entity.path}/${encodeURIComponent(id)}`;
    const json = draftOf(entity, asked);
    if (op === 'create')
      return remote.request.ask('post', entity.path, { json: { ...json, id }, key, accept: 'refusals' });
    if (op === 'change') return remote.request.ask('patch', path, { json, version, key, accept: 'refusals' });
    return remote.request.ask('delete', path, { version, key, accept: 'refusals' });
  };
  const overtaken = (stored: Rec, asked: Waiting['asked']): Written => ({
    ok: false,
    issues: [issue('changed_meanwhile', ['version'], { remedy: 'Look at both values and save again.' })],
    conflict: { stored, asked },
  });
  /** What of an edit can still be written on what is stored; null: somebody else wrote there. */
  const onto = (entity: Entity, one: Waiting, stored: Rec): Waiting | null => {
    const { free, held } = mergeFields(one, keptForm(entity, stored).values);
    const { version } = stored;
    return held.length > 0 ? null : { ...one, asked: free, version, key: `${one.key}.${version}` };
  };

  return async (entity, waiting) => {
    const sent = (written: Written, record: Rec | null, exact = false): Sent => ({
      written,
      record: record && keptForm(entity, record),
      exact,
    });
    /** Merges what waits with what is stored, and sends what is left of it. */
    const merged = async (stored: Rec, attempt: number): Promise<Sent> => {
      const next = waiting.op === 'change' && attempt < TRIES ? onto(entity, waiting, stored) : null;
      if (!next) return sent(overtaken(stored, waiting.asked), stored);
      // both wrote the same: there is nothing left to say
      if (Object.keys(next.asked).length === 0) return sent({ ok: true, record: stored, issues: [] }, stored);
      return tried(next, attempt + 1);
    };
    const tried = async (one: Waiting, attempt: number): Promise<Sent> => {
      const answer = await ask(entity, one);
      if (answer.status >= 400) {
        const written = refusalOf(entity, answer, waiting.asked);
        const conflict = written.ok ? undefined : written.conflict;
        return conflict ? merged(conflict.stored, attempt) : sent(written, await remote.get(entity.name, one.id));
      }
      if (one.op === 'remove') {
        const { id, version, at } = one;
        const gone: Rec = { id, version, createdAt: at, updatedAt: at, overrides: {}, values: {} };
        return sent({ ok: true, record: gone, issues: [] }, null);
      }
      const record = recordIn(entity, answer.json);
      return sent({ ok: true, record, issues: warningsOf(entity, answer) }, record, attempt === 0);
    };
    const stored = waiting.version === BY_FIELD ? await remote.get(entity.name, waiting.id) : null;
    return stored ? merged(stored, 0) : tried(waiting, 0);
  };
};
