import {
  type Change,
  decodeRecord,
  type Entity,
  type Issue,
  issue,
  type Json,
  labelIn,
  type Page,
  type Rank,
  RANKS,
  type Rec,
  type SearchAnswer,
  type Value,
  type WireDraft,
  type Written,
} from '@sluice/core';
import { isObject, problemIn } from './failure.ts';
import type { RemoteAnswer } from './remote-types.ts';

type Values = Readonly<Record<string, Value>>;

/** Whether a JSON value is an issue. */
export const isIssue = (json: unknown): json is Issue =>
  isObject(json) &&
  typeof json['code'] === 'string' &&
  typeof json['message'] === 'string' &&
  (json['severity'] === 'error' || json['severity'] === 'warning') &&
  Array.isArray(json['path']);

/** Why a request was refused: its issues, or one made of its problem. At least one is an error. */
export const issuesOf = ({ status, json }: RemoteAnswer): readonly Issue[] => {
  const listed = isObject(json) ? json['issues'] : [];
  const issues = Array.isArray(listed) ? listed.filter(isIssue) : [];
  if (issues.some((one) => one.severity === 'error')) return issues;
  const { code = 'refused', detail, remedy } = problemIn(json);
  return [...issues, issue(code, [], { message: detail ?? `The server refused this (${status}).`, remedy })];
};

/** Names of fields with their values on the wire; names that the entity lacks go as they are, for the server to refuse. */
export const draftOf = (entity: Entity, values: Values): WireDraft =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Json] => {
      const field = entity.field(name);
      return [name, value === null || !field ? value : field.rules.encode(value, field)];
    }),
  );

/** A write that the server refused. */
export const refusalOf = (entity: Entity, answer: RemoteAnswer, asked: Values): Written => {
  const issues = issuesOf(answer);
  if (answer.status === 404) return { ok: false, issues, missing: true };
  const conflict = isObject(answer.json) ? answer.json['conflict'] : undefined;
  const stored = answer.status === 412 && isObject(conflict) ? decodeRecord(entity, conflict['stored']) : null;
  return stored?.ok ? { ok: false, issues, conflict: { stored: stored.value, asked } } : { ok: false, issues };
};

/** What was doubtful about a write that was done: the server names the codes only, the sentences are those of the entity's gates. */
export const warningsOf = (entity: Entity, { warnings }: RemoteAnswer): readonly Issue[] =>
  warnings.map((code) => {
    const gate = entity.gates.find((one) => one.code === code || `gate_${one.code}` === code);
    return issue(code, [], { severity: 'warning', message: gate ? labelIn(gate.message, 'en') : undefined });
  });

/** A page of records; null when it is none. */
export const pageOf = (json: unknown, recordIn: (item: unknown) => Rec): Page | null => {
  if (!isObject(json)) return null;
  const { items, total, next, titles } = json;
  if (!Array.isArray(items) || typeof total !== 'number') return null;
  const known = Object.entries(isObject(titles) ? titles : {});
  return {
    items: items.map(recordIn),
    total,
    next: typeof next === 'string' ? next : null,
    titles: Object.fromEntries(known.flatMap(([id, title]) => (typeof title === 'string' ? [[id, title]] : []))),
  };
};

/** The changed fields of a journal entry; those that the entity has no longer are passed over. Null stands for a record that was not there. */
const changedOf = (entity: Entity, json: unknown): Values | null =>
  isObject(json)
    ? Object.fromEntries(
        Object.entries(json).flatMap(([name, wire]) => {
          const field = entity.field(name);
          if (!field || wire === undefined) return [];
          const read = wire === null ? null : field.rules.decode(wire, field, [name]);
          return read === null || read.ok ? [[name, read === null ? null : read.value]] : [];
        }),
      )
    : null;

/** The journal of a record; null when it is none. */
export const journalOf = (
  entity: Entity,
  { id, tenant }: { readonly id: string; readonly tenant: string },
  json: unknown,
): readonly Change[] | null => {
  const items = isObject(json) ? json['items'] : null;
  if (!Array.isArray(items)) return null;
  const changes = items.filter(isObject).flatMap(({ at, actor, cause, version, before, after }): readonly Change[] =>
    typeof at === 'string' && typeof version === 'number'
      ? [
          {
            tenant,
            at,
            actor: typeof actor === 'string' ? actor : '',
            cause: typeof cause === 'string' ? cause : '',
            entity: entity.name,
            id,
            version,
            before: changedOf(entity, before),
            after: changedOf(entity, after),
          },
        ]
      : [],
  );
  return changes.length === items.length ? changes : null;
};

const isRank = (word: unknown): word is Rank => RANKS.some((rank) => rank === word);

/** Reads what a search found; null for anything else. */
export const foundOf = (json: unknown): SearchAnswer | null => {
  if (!isObject(json) || typeof json['text'] !== 'string' || !Array.isArray(json['groups'])) return null;
  const groups = (json['groups'] as readonly unknown[]).flatMap((group): readonly SearchAnswer['groups'][number][] => {
    if (!isObject(group) || typeof group['entity'] !== 'string' || !Array.isArray(group['hits'])) return [];
    const hits = (group['hits'] as readonly unknown[]).flatMap((hit) => {
      if (!isObject(hit) || typeof hit['id'] !== 'string' || typeof hit['title'] !== 'string') return [];
      const { id, title, rank, found } = hit;
      const place = isObject(found) ? { field: String(found['field']), text: String(found['text']) } : null;
      return [{ id, title, rank: isRank(rank) ? rank : ('record' as const), found: place }];
    });
    return [{ entity: group['entity'], total: Number(group['total'] ?? hits.length), hits }];
  });
  return { text: json['text'], groups };
};
