import {
  decodeRecord,
  type Entity,
  type Issue,
  issue,
  type Json,
  labelIn,
  type Page,
  type Rec,
  type Value,
  type WireDraft,
  type Written,
} from '@sluice/core';
import { isObject, problemIn } from './failure.ts';
import type { RemoteAnswer } from './remote-types.ts';

type Values = Readonly<Record<string, Value>>;

const isIssue = (json: unknown): json is Issue =>
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
