import { type Entity, fold, type Intake, issue, type Issue, mapColumns, type Rec, type Table } from '@sluice/core';
import type { ImportWish } from './wish.ts';

/** An answer that makes a new record so called. */
export const MAKE = '+';
/** An answer that leaves a value out, as a blank one does. */
const LEAVE = '-';

type Asked = Pick<ImportWish, 'map' | 'remembered' | 'answers' | 'creates'>;

type Rows = Table['rows'];

/**
 * Puts answers in place of the cells they are about, in any spelling of case, accents and spaces; null when there are none for these
 * columns. A stage that is left out stays in its cell, so that its row is rejected for it. `table`: the head and the first rows.
 */
export const answering = (
  table: Pick<Table, 'header' | 'rows'>,
  entity: Entity | undefined,
  { answers = {}, map, remembered = {} }: Asked,
): ((rows: Rows) => Rows) | null => {
  const words = new Map(
    Object.entries(answers).map(([header, said]) => [
      header,
      new Map(Object.entries(said).map(([text, answer]) => [fold(text), answer])),
    ]),
  );
  const columns = table.header.map((header) => words.get(header));
  if (columns.every((one) => one === undefined)) return null;
  const mapped = entity ? mapColumns(table, entity, { map, remembered }).columns : [];
  const stages = new Set(
    mapped.flatMap(({ column, field }) => (entity?.field(field)?.kind === 'stage' ? [column] : [])),
  );
  return (rows) =>
    rows.map((row) =>
      row.map((cell, at) => {
        const answer = columns[at]?.get(fold(cell));
        if (answer === undefined || answer === MAKE) return cell;
        return answer === LEAVE || answer === '' ? (stages.has(at) ? cell : '') : answer;
      }),
    );
};

/** The table with the answers in it, see `answering`. */
export const answeredTable = (table: Table, entity: Entity | undefined, wish: Asked): Table => {
  const answer = answering(table, entity, wish);
  return answer ? { ...table, rows: answer(table.rows) } : table;
};

/** Whether a person asked for records that links name, of some fields or of some names. */
export const asksForSome = ({ creates = [], answers = {} }: Asked): boolean =>
  creates.length > 0 || Object.values(answers).some((said) => Object.values(said).includes(MAKE));

const idsIn = (values: Rec['values'], field: string): readonly string[] => {
  const value = values[field] ?? null;
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
};

/** The identifiers that rows link to by fields of which somebody asked for records. */
export const askedIn = (values: Rec['values'], entity: Entity, { creates = [] }: Asked): readonly string[] =>
  creates.flatMap((name) => (entity.field(name)?.kind === 'link' ? idsIn(values, name) : []));

/**
 * The records that links made and nobody asked for, by identifier, with their titles: only fields of `creates` (`wanted`: what they
 * link to), and names that were answered with `MAKE`, make records.
 */
export const unaskedOf = (
  created: Intake['created'],
  wanted: ReadonlySet<string>,
  { entity, columns }: { readonly entity: Entity; readonly columns: Intake['columns'] },
  wish: Asked,
): ReadonlyMap<string, string> => {
  const names = new Set(
    columns.flatMap(({ header, field }) =>
      Object.entries(wish.answers?.[header] ?? {}).flatMap(([text, answer]) =>
        answer === MAKE ? [`${entity.field(field)?.to ?? ''} ${fold(text)}`] : [],
      ),
    ),
  );
  return new Map(
    created.flatMap((one) =>
      wanted.has(one.id) || names.has(`${one.entity} ${fold(one.title)}`) ? [] : [[one.id, one.title] as const],
    ),
  );
};

/** Blanks the cells of records that lead to others which are not made, and tells of them. */
export const withoutLinks = (
  gone: ReadonlyMap<string, string>,
  { entity, columns }: { readonly entity: Entity | undefined; readonly columns: Intake['columns'] },
): { readonly clean: (record: Rec) => Rec; readonly issues: () => readonly Issue[] } => {
  const left = new Map<string, { readonly first: string; count: number }>();
  const links = (entity?.stored ?? []).filter(({ kind }) => kind === 'link');
  return {
    clean: (record) => {
      const lost = links.filter(({ name }) => idsIn(record.values, name).some((id) => gone.has(id)));
      if (lost.length === 0) return record;
      const values = { ...record.values };
      for (const { name, many } of lost) {
        const ids = idsIn(record.values, name);
        for (const id of ids.filter((id_) => gone.has(id_))) {
          const known = left.get(name);
          if (known) known.count += 1;
          else left.set(name, { first: gone.get(id) ?? '', count: 1 });
        }
        values[name] = many === true ? ids.filter((id) => !gone.has(id)) : null;
      }
      return { ...record, values };
    },
    issues: () =>
      [...left].map(([name, { first, count }]) => {
        const header = columns.find(({ field }) => field === name)?.header ?? name;
        return issue('not_linked', ['rows', header], {
          severity: 'warning',
          received: first,
          params: { count },
          remedy: 'Import the records it names first, or let the import create them.',
        });
      }),
  };
};

/** An intake that made a record of every name, without those nobody asked for, see `unaskedOf`. Cells that would have led to them are blank, and said to be. */
export const withoutUnasked = (read: Intake, entity: Entity | undefined, wish: Asked): Intake => {
  const all = [...read.companions, read].flatMap(({ created }) => created);
  if (all.length === 0 || !entity) return read;
  const wanted = new Set(read.records.flatMap(({ values }) => askedIn(values, entity, wish)));
  const gone = unaskedOf(all, wanted, { entity, columns: read.columns }, wish);
  if (gone.size === 0) return read;
  const cleaned = (one: Intake, about: Entity | undefined): Intake => {
    const { clean, issues } = withoutLinks(gone, { entity: about, columns: one.columns });
    const records = one.records.map(clean);
    const created = one.created.filter(({ id }) => !gone.has(id));
    return { ...one, records, created, issues: [...one.issues, ...issues()] };
  };
  const related = new Map(
    [...read.related].map(([name, records]) => [name, records.filter(({ id }) => !gone.has(id))] as const),
  );
  const companions = read.companions.map((one) => ({ ...cleaned(one, undefined), related }));
  return { ...cleaned(read, entity), related, companions };
};
