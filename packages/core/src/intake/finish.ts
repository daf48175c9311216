import { type Issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import { make, type Rec } from '../records/index.ts';
import { type CellFinding, collectFindings, findingOf, type Rejected } from './findings.ts';
import { linkNames } from './link-names.ts';
import type { Draft, Loaded } from './load.ts';
import { headOf, type Intake } from './outcome.ts';
import type { World } from './world.ts';

/** Says of a row which of its values, that only one record may have, an earlier row has. */
export type UniqueCheck = (
  line: number,
  values: Readonly<Record<string, Value>>,
  header: ReadonlyMap<string, string>,
) => readonly CellFinding[];

/** Makes records of the rows of one file, as they come. */
export interface Finisher {
  /** The records of the next rows, in their order, and the rows of which there is none. */
  add(drafts: readonly Draft[]): { readonly records: readonly Rec[]; readonly rejected: readonly Rejected[] };
  /** Only follows the links of the next rows, and makes what they ask for: the values of each row with its links. */
  link(drafts: readonly Draft[]): readonly Readonly<Record<string, Value>>[];
  result(): Pick<Intake, 'issues' | 'cells' | 'offers' | 'created'>;
}

/** What making records asks for beside the rows. */
export interface Finishing extends Pick<Loaded, 'entity' | 'columns'> {
  readonly world: World;
  readonly unique?: UniqueCheck;
  /** Nothing links to the records of this file: none is remembered. */
  readonly alone?: boolean;
}

/** Makes records of drafts: links, unique values, then everything `create` asks of a record. */
export function finisher({
  entity,
  columns,
  world,
  unique = uniqueValues(entity),
  alone = false,
}: Finishing): Finisher {
  const header = new Map(columns.map((column) => [column.field, column.header]));
  const linker = linkNames(entity, header, world);
  const findings = collectFindings();
  return {
    add: (drafts) => {
      const records: Rec[] = [];
      const rejected: Rejected[] = [];
      for (const draft of drafts) {
        let values = draft.values;
        let errors = NONE;
        if (!linker.idle) {
          const linked: Record<string, Value> = { ...draft.values };
          const found = linker.link(draft, linked);
          for (const finding of found) if (finding.issue.severity !== 'error') findings.add(finding);
          errors = found.filter(({ issue }) => issue.severity === 'error');
          values = linked;
        }
        const twice = unique(draft.line, values, header);
        if (twice.length > 0) errors = [...errors, ...twice];
        const made = errors.length > 0 ? null : make(entity, values, draft.recordId, world.context);
        if (made?.ok === true) {
          records.push(made.value);
          if (!alone) world.records.set(draft.recordId, made.value);
          continue;
        }
        if (made) errors = [...errors, ...made.issues.map((one) => missingCell(draft.line, one, header))];
        const [first] = errors;
        if (first !== undefined) rejected.push({ ...first, issues: errors.map((one) => one.issue) });
        if (!alone) world.registers.get(entity.name)?.drop(draft.recordId);
      }
      return { records, rejected };
    },
    link: (drafts) =>
      drafts.map((draft) => {
        const values: Record<string, Value> = { ...draft.values };
        if (!linker.idle) linker.link(draft, values);
        return values;
      }),
    result: () => ({
      issues: findings.summary(),
      cells: findings.cells(),
      offers: linker.offers(),
      created: linker.created(),
    }),
  };
}

/** Makes records of a loaded file, see `finisher`. */
export function finish(loaded: Loaded, world: World): Intake {
  const { entity, table, mapping, columns } = loaded;
  const making = finisher({ entity, columns, world });
  const { records, rejected: refused } = making.add(loaded.drafts);
  const { issues, cells, offers, created } = making.result();
  return {
    entity: entity.name,
    file: headOf(table),
    rows: table.rows.length,
    mapping,
    columns,
    records,
    rejected: [...loaded.rejected, ...refused].sort((a, b) => a.row - b.row),
    issues: [...loaded.issues, ...issues],
    cells: [...loaded.cells, ...cells],
    offers,
    created,
    related: world.related,
    companions: [],
  };
}

const NONE: readonly CellFinding[] = [];

/** Reports the second row that bears a value which only one record may have. */
function uniqueValues(entity: Entity): UniqueCheck {
  const seen = new Map(
    entity.stored.filter((field) => field.unique).map((field) => [field.name, new Map<string, number>()]),
  );
  if (seen.size === 0) return () => NONE;
  return (line, values, header) =>
    [...seen].flatMap(([name, taken]) => {
      const value = values[name] ?? null;
      if (value === null) return [];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const first = taken.get(text);
      if (first === undefined) {
        taken.set(text, line);
        return [];
      }
      return [takenBefore(line, header.get(name) ?? name, text, first)];
    });
}

/** The finding of a value that only one record may have and that row `first` has, too. */
export function takenBefore(line: number, column: string, text: string, first: number): CellFinding {
  const remedy = `Row ${first} has the same: keep one of the two.`;
  return findingOf(line, column, text, { code: 'not_unique', severity: 'error', received: text, remedy });
}

function missingCell(row: number, found: Issue, header: ReadonlyMap<string, string>): CellFinding {
  const field = found.path.findLast((step) => typeof step === 'string') ?? '';
  const column = header.get(field) ?? field;
  const remedy = found.remedy ?? (found.code === 'required' ? 'Fill in the cell.' : undefined);
  const { code, severity, expected, received } = found;
  return findingOf(row, column, received ?? '', { code, severity, expected, received, remedy });
}
