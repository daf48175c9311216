import type { StoreWord } from '@sluice/core';

/** The type of a column: what a kind says, and what only the server's own tables need. */
export type ColumnType = StoreWord | 'json' | 'bytea' | 'xid8';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /** SQL; `identity`: numbered by the database. */
  readonly default?: string;
}

/** A row of another table that must exist. */
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
}

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly method: 'btree' | 'gin';
}

/** A column that may not be empty; a constraint and not part of the column, so that rows older than the rule may stay. */
export interface Required {
  readonly name: string;
  readonly column: string;
}

export type Command = 'select' | 'insert' | 'update' | 'delete';

/** One table. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly required: readonly Required[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  /** Whether its rows belong to tenants: row-level security, one policy per command, `tenant_id` fixed for ever. */
  readonly tenants: boolean;
  /** Commands that row-level security lets through for the tenant's own rows, whoever asks. */
  readonly policies: readonly Command[];
  /** What the app role may do. */
  readonly grants: readonly Command[];
  /** What a search looks in, as SQL over the columns; left out where nothing is searched. */
  readonly searched?: string;
}

/** A view: no data of its own, replaced when its definition changes. */
export interface View {
  readonly schema: string;
  readonly name: string;
  /** `select …` */
  readonly definition: string;
}

/** One statement, and in words what it does. */
export interface Step {
  readonly what: string;
  readonly sql: string;
}

/** Everything the server wants of its database: pure data. */
export interface Schema {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
}

/** The policies' condition: the row is the tenant's. `nullif`: a setting that was made once is an empty text ever after. */
export const OWN_ROW = `"tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

export const COMMANDS = ['select', 'insert', 'update', 'delete'] as const satisfies readonly Command[];
