import { type Entity, fold, type Intake, issue, type Issue, mapColumns, type Rec, type Table } from '@sluice/core';
import type { ImportWish } from './wish.ts';

/** An answer that makes a new record so called. */
export const MAKE = '+';
/** An answer that leaves a value out, as a blank one does. */
const LEAVE = '-';

type Asked = Pick<ImportWish, 'map' | 'remembered' | 'answers' | 'creates'>;

/**
 * The table with the answers in place of the cells they are about, in any spelling of case, accents and spaces. A stage that is left
 * out stays in its cell, so that its row is rejected for it.
 */
export const answeredTable = (table: Table, entity: Entity | undefined, wish: Asked): Table => {
  const { answers = {}, map, remembered = {} } = wish;
  const words = new Map(
    Object.entries(answers).map(([header, said]) => [
      header,
      new Map(Object.entries(said).map(([text, answer]) => [fold(text), answer])),
    ]),
  );
  const columns = table.header.map((header) => words.get(header));
  if (columns.every((one) => one === undefined)) return table;
  const mapped = entity ? mapColumns(table, entity, { map, remembered }).columns : [];
  const stages = new Set(
    mapped.flatMap(({ column, field }) => (entity?.field(field)?.kind === 'stage' ? [column] : [])),
  );
  const rows = table.rows.map((row) =>
    row.map((cell, at) => {
      const answer = columns[at]?.get(fold(cell));
      if (answer === undefined || answer === MAKE) return cell;
      return answer === LEAVE || answer === '' ? (stages.has(at) ? cell : '') : answer;
    }),
  );
  return { ...table, rows };
};

/** Whether a person asked for records that links name, of some fields or of some names. */
export const asksForSome = ({ creates = [], answers = {} }: Asked): boolean =>
  creates.length > 0 || Object.values(answers).some((said) => Object.values(said).includes(MAKE));

const idsIn = (rec: Rec, field: string): readonly string[] => {
  const value = rec.values[field] ?? null;
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
};

/**
 * An intake that made a record of every name, without those nobody asked for: only fields of `creates`, and names that were answered
 * with `MAKE`, make records. Cells that would have led to the others are blank, and said to be.
 */
export const withoutUnasked = (read: Intake, entity: Entity | undefined, wish: Asked): Intake => {
  const all = [...read.companions, read].flatMap(({ created }) => created);
  if (all.length === 0 || !entity) return read;
  const fields = new Set(wish.creates);
  const names = new Set(
    read.columns.flatMap(({ header, field }) =>
      Object.entries(wish.answers?.[header] ?? {}).flatMap(([text, answer]) =>
        answer === MAKE ? [`${entity.field(field)?.to ?? ''} ${fold(text)}`] : [],
      ),
    ),
  );
  const links = entity.stored.filter(({ kind }) => kind === 'link').map(({ name }) => name);
  const asked = new Set(links.filter((name) => fields.has(name)));
  const wanted = new Set(read.records.flatMap((one) => [...asked].flatMap((name) => idsIn(one, name))));
  const gone = new Map(
    all.flatMap((one) =>
      wanted.has(one.id) || names.has(`${one.entity} ${fold(one.title)}`) ? [] : [[one.id, one.title] as const],
    ),
  );
  if (gone.size === 0) return read;

  const cleaned = (one: Intake, about: Entity | undefined): Intake => {
    const left = new Map<string, { readonly first: string; count: number }>();
    const its = (about?.stored ?? []).filter(({ kind }) => kind === 'link');
    const records = one.records.map((record) => {
      const lost = its.filter(({ name }) => idsIn(record, name).some((id) => gone.has(id)));
      if (lost.length === 0) return record;
      const values = { ...record.values };
      for (const { name, many } of lost) {
        const ids = idsIn(record, name);
        for (const id of ids.filter((id_) => gone.has(id_))) {
          const known = left.get(name);
          if (known) known.count += 1;
          else left.set(name, { first: gone.get(id) ?? '', count: 1 });
        }
        values[name] = many === true ? ids.filter((id) => !gone.has(id)) : null;
      }
      return { ...record, values };
    });
    const issues = [...left].map(([name, { first, count }]): Issue => {
      const header = one.columns.find(({ field }) => field === name)?.header ?? name;
      return issue('not_linked', ['rows', header], {
        severity: 'warning',
        received: first,
        params: { count },
        remedy: 'Import the records it names first, or let the import create them.',
      });
    });
    return {
      ...one,
      records,
      issues: [...one.issues, ...issues],
      created: one.created.filter(({ id }) => !gone.has(id)),
    };
  };
  const related = new Map(
    [...read.related].map(([name, records]) => [name, records.filter(({ id }) => !gone.has(id))] as const),
  );
  const companions = read.companions.map((one) => ({ ...cleaned(one, undefined), related }));
  return { ...cleaned(read, entity), related, companions };
};
