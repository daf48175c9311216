import { type Issue } from '../issue.ts';
import type { Value } from '../kinds/index.ts';
import type { Entity } from '../model/index.ts';
import { make, type Rec } from '../records/index.ts';
import { type CellFinding, collectFindings, findingOf, type Rejected } from './findings.ts';
import { linkNames } from './link-names.ts';
import type { Loaded } from './load.ts';
import { headOf, type Intake } from './outcome.ts';
import type { World } from './world.ts';

/** Makes records of a loaded file: links, unique values, then everything `create` asks of a record. */
export function finish(loaded: Loaded, world: World): Intake {
  const { entity, table, mapping, columns } = loaded;
  const header = new Map(columns.map((column) => [column.field, column.header]));
  const linker = linkNames(entity, header, world);
  const unique = uniqueValues(entity);
  const records: Rec[] = [];
  const rejected: Rejected[] = [...loaded.rejected];
  const findings = collectFindings();
  for (const draft of loaded.drafts) {
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
      world.records.set(draft.recordId, made.value);
      continue;
    }
    if (made) errors = [...errors, ...made.issues.map((one) => missingCell(draft.line, one, header))];
    const [first] = errors;
    if (first !== undefined) rejected.push({ ...first, issues: errors.map((one) => one.issue) });
    world.registers.get(entity.name)?.drop(draft.recordId);
  }
  rejected.sort((a, b) => a.row - b.row);
  return {
    entity: entity.name,
    file: headOf(table),
    rows: table.rows.length,
    mapping,
    columns,
    records,
    rejected,
    issues: [...loaded.issues, ...findings.summary()],
    cells: [...loaded.cells, ...findings.cells()],
    offers: linker.offers(),
    created: linker.created(),
    related: world.related,
    companions: [],
  };
}

const NONE: readonly CellFinding[] = [];

/** Reports the second row that bears a value which only one record may have. */
function uniqueValues(
  entity: Entity,
): (
  line: number,
  values: Readonly<Record<string, Value>>,
  header: ReadonlyMap<string, string>,
) => readonly CellFinding[] {
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
      const remedy = `Row ${first} has the same: keep one of the two.`;
      return [
        findingOf(line, header.get(name) ?? name, text, {
          code: 'not_unique',
          severity: 'error',
          received: text,
          remedy,
        }),
      ];
    });
}

function missingCell(row: number, found: Issue, header: ReadonlyMap<string, string>): CellFinding {
  const field = found.path.findLast((step) => typeof step === 'string') ?? '';
  const column = header.get(field) ?? field;
  const remedy = found.remedy ?? (found.code === 'required' ? 'Fill in the cell.' : undefined);
  const { code, severity, expected, received } = found;
  return findingOf(row, column, received ?? '', { code, severity, expected, received, remedy });
}
