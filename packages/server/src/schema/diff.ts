import { createHash } from 'node:crypto';
import { SCHEMA, SYSTEM_SCHEMA } from '../database/as-tenant.ts';
import { jobsTables } from '../jobs/tables.ts';
import type { Actual, ActualPolicy, ActualTable } from './actual.ts';
import { drop, KEEPER_TRIGGER, make, policyName, qualified, SCHEMAS } from './ddl.ts';
import { objectName } from './names.ts';
import { keyName, uniqueName } from './plan.ts';
import { type Command, OWN_ROW, type Schema, type Step, type Table, type View } from './schema.ts';
import { searchGround, searchSteps } from './search-steps.ts';
import { SEARCHED } from './searched.ts';

export type { Step } from './schema.ts';

/** The way from the database as it is to the one that is wanted. */
export interface Difference {
  /** Adds and loosens; no value is lost. In order. */
  readonly steps: readonly Step[];
  /** Would lose or rewrite values: taken only on demand. */
  readonly held: readonly Step[];
}

/** Compares what is wanted with what there is. Pure. A second comparison after the steps gives none. */
export function diff(wanted: Schema, actual: Actual): Difference {
  const steps: Step[] = [];
  const held: Step[] = [];
  const add = (what: string, ...sql: readonly string[]) => steps.push(...sql.map((one) => ({ what, sql: one })));

  if (!actual.appRole) add('the role of tenants’ transactions', make.appRole());
  if (!actual.member) add('the server may take that role', make.membership(actual.major));
  for (const name of SCHEMAS) if (!actual.schemas.includes(name)) add(`schema ${name}`, make.schema(name));
  if (!actual.schemaUse) add(`schema ${SCHEMA} for the app role`, make.schemaUse());
  if (!actual.keeper) add('a row keeps its tenant', make.keeper(), make.keeperPrivate());

  const jobs = jobsTables(actual.jobs);
  if (jobs) add(jobs.what, jobs.sql);

  steps.push(...searchGround(actual));

  const known = new Map(actual.tables.map((table) => [qualified(table), table]));
  const isNew = (table: Table) => !known.has(qualified(table));
  for (const table of wanted.tables) {
    const found = known.get(qualified(table));
    if (found) changeColumns(table, found, steps, held);
    else add(`table ${table.name}`, make.table(table));
  }
  for (const sql of renamedRoles(known)) add('roles by the names they have now', sql);
  for (const table of wanted.tables) {
    const found = known.get(qualified(table)) ?? nothing(table);
    changeRules(table, found, { isNew: isNew(table) }, steps);
    changeKeys(table, found, { isNew: isNew(table) }, steps);
    changeWalls(table, found, steps);
    steps.push(...searchSteps(table, known.get(qualified(table)), actual));
  }
  changeViews(wanted.views, actual, steps);
  const names = new Set(wanted.tables.map(qualified));
  const left = actual.tables
    .filter((table) => table.schema === SCHEMA && !names.has(qualified(table)))
    .map((table) => table.name);
  // in one statement, as they may refer to each other
  if (left.length > 0) held.push({ what: `not in the model any more: ${left.join(', ')}`, sql: drop.tables(left) });
  return { steps, held };
}

/** Roles were called otherwise before they were a tenant's own: said once, when the database learns of that. */
const renamedRoles = (known: ReadonlyMap<string, ActualTable>): readonly string[] => {
  const name = (table: string): string => qualified({ schema: SYSTEM_SCHEMA, name: table });
  const tenant = known.get(name('tenant'));
  if (!tenant || tenant.columns.some((column) => column.name === 'roles')) return [];
  return ['membership', 'single_use_link', 'sign_in_key']
    .filter((table) => known.has(name(table)))
    .map(
      (table) =>
        `update ${name(table)} set "role" = case "role" when 'owner' then 'admin' else 'sales' end where "role" in ('owner', 'editor')`,
    );
};

const nothing = (table: Table): ActualTable => ({
  schema: table.schema,
  name: table.name,
  rowSecurity: false,
  forced: false,
  columns: [],
  constraints: [],
  indexes: [],
  policies: [],
  triggers: [],
  grants: [],
  searched: null,
  searchable: false,
});

const TYPES: Readonly<Record<string, string>> = { 'timestamp with time zone': 'timestamptz' };

function changeColumns(table: Table, found: ActualTable, steps: Step[], held: Step[]): void {
  for (const column of table.columns) {
    const is = found.columns.find((one) => one.name === column.name);
    const name = `${table.name}.${column.name}`;
    const type = is && (TYPES[is.type] ?? is.type);
    if (!is) steps.push({ what: `column ${name}`, sql: make.column(table, column) });
    else if (type !== column.type) {
      held.push({ what: `column ${name} is ${type} and should be ${column.type}`, sql: drop.retype(table, column) });
    }
  }
  const wanted = new Set(table.columns.map((column) => column.name));
  if (table.searched !== undefined) wanted.add(SEARCHED);
  for (const { name } of found.columns) {
    if (!wanted.has(name))
      held.push({ what: `column ${table.name}.${name} is not in the model any more`, sql: drop.column(table, name) });
  }
}

function changeRules(table: Table, found: ActualTable, { isNew }: { readonly isNew: boolean }, steps: Step[]): void {
  const rules = new Set(found.constraints.filter((one) => one.kind === 'c').map((one) => one.name));
  for (const one of isNew ? [] : table.required) {
    if (!rules.has(one.name))
      steps.push({ what: `${table.name}.${one.column} is required from now on`, sql: make.required(table, one) });
  }
  const wanted = new Set(table.required.map((one) => one.name));
  for (const { name } of found.columns) {
    const rule = objectName(table.name, name, 'required');
    if (rules.has(rule) && !wanted.has(rule)) {
      steps.push({ what: `${table.name}.${name} is required no longer`, sql: drop.constraint(table, rule) });
    }
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ');

function changeKeys(table: Table, found: ActualTable, { isNew }: { readonly isNew: boolean }, steps: Step[]): void {
  for (const key of table.foreignKeys) {
    const what = `link ${table.name}.${key.columns.at(-1)} to ${key.table}`;
    const is = found.constraints.find((one) => one.name === key.name);
    const fits = is?.target === key.table && same(is.columns, key.columns) && same(is.targetColumns, key.references);
    if (is && !fits) steps.push({ what, sql: drop.constraint(table, key.name) });
    if (!fits) steps.push({ what, sql: make.foreignKey(table, key, { isNew }) });
    if (!isNew && !(fits && is.valid)) steps.push({ what, sql: make.validated(table, key) });
  }
  for (const index of table.indexes) {
    const what = `index ${index.name}`;
    const is = found.indexes.find((one) => one.name === index.name);
    const fits = is?.unique === index.unique && is.method === index.method && same(is.columns, index.columns);
    if (is && !fits) steps.push({ what, sql: drop.index(table, index.name) });
    if (!fits) steps.push({ what, sql: make.index(table, index) });
  }
  const wanted = new Set(table.indexes.map((index) => index.name));
  const identity = keyName(table.name);
  if (!wanted.has(identity) && found.indexes.some((one) => one.name === identity))
    steps.push({ what: `${table.name} has no key any more`, sql: drop.index(table, identity) });
  for (const { name } of found.columns) {
    const key = uniqueName(table.name, name);
    if (!wanted.has(key) && found.indexes.some((one) => one.name === key)) {
      steps.push({ what: `${table.name}.${name} need not be unique any more`, sql: drop.index(table, key) });
    }
  }
}

/** An expression as PostgreSQL prints it, without what it adds: brackets, casts of texts, the name of a column nobody asked for. */
export const bare = (expression: string | null): string =>
  (expression ?? '').toLowerCase().replace(/::text|as "?nullif"?|[\s()"]/g, '');

const LETTERS: Readonly<Record<Command, string>> = { select: 'r', insert: 'a', update: 'w', delete: 'd' };

function fitsPolicy(is: ActualPolicy, command: Command): boolean {
  const own = bare(OWN_ROW);
  const using = command === 'insert' ? '' : own;
  const check = command === 'insert' || command === 'update' ? own : '';
  return is.command === LETTERS[command] && bare(is.using) === using && bare(is.check) === check;
}

function changeWalls(table: Table, found: ActualTable, steps: Step[]): void {
  const add = (what: string, sql: string) => steps.push({ what: `${table.name}: ${what}`, sql });
  if (table.tenants) {
    if (!found.rowSecurity || !found.forced) add('row-level security', make.rowSecurity(table));
    for (const command of table.policies) {
      const is = found.policies.find((one) => one.name === policyName(command));
      if (is && !fitsPolicy(is, command)) add(`policy for ${command}`, drop.policy(table, is.name));
      if (!is || !fitsPolicy(is, command)) add(`policy for ${command}`, make.policy(table, command));
    }
    if (!found.triggers.includes(KEEPER_TRIGGER)) add('a row keeps its tenant', make.keeperTrigger(table));
  }
  const missing = table.grants.filter((command) => !found.grants.includes(command));
  if (missing.length > 0) add('rights of the app role', make.grant(table, missing));
  const surplus = found.grants.filter((one) => !(table.grants as readonly string[]).includes(one));
  if (surplus.length > 0) add('rights the app role should not have', drop.grant(table, surplus));
}

/** A view is compared by a mark of its definition: PostgreSQL prints definitions in words of its own. */
export const markOf = (view: View): string =>
  `sluice ${createHash('sha256').update(view.definition).digest('hex').slice(0, 32)}`;

function changeViews(wanted: readonly View[], actual: Actual, steps: Step[]): void {
  const names = new Set(wanted.map((view) => view.name));
  // only those we made: others are somebody's own
  for (const is of actual.views) {
    if (is.mark?.startsWith('sluice ') && !names.has(is.name))
      steps.push({ what: `view ${is.name} is not in the model any more`, sql: drop.view(is) });
  }
  for (const view of wanted) {
    const is = actual.views.find((one) => one.name === view.name);
    if (is?.mark === markOf(view)) continue;
    const what = `view ${view.name}`;
    if (is) steps.push({ what, sql: drop.view(is) });
    for (const sql of [make.view(view), make.viewMark(view, markOf(view)), make.viewGrant(view)])
      steps.push({ what, sql });
  }
}
