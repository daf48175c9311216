import type { Entity, Field, Issue, Source } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { isWritable } from './draft.ts';
import type { Values } from './merge.ts';

/** What the grid of a record's fields shows. */
export interface FieldsView {
  readonly entity: Entity;
  readonly source: Source | null;
  readonly locale: string;
  /** Whether it is written, not read. */
  readonly editing: boolean;
  readonly busy: boolean;
  readonly entries: Values;
  /** Every value as it stands, or would stand. */
  readonly shown: Values;
  readonly followed: Values;
  readonly titles: Readonly<Record<string, string>>;
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
  readonly shapeOf: (field: Field) => Field;
}

/** The fields of a record in the rows of its form, and below them what is computed. */
export function renderFields(view: FieldsView): TemplateResult {
  const { form } = view.entity.views;
  const placed = new Set(form.flat());
  const computed = view.entity.fields.filter((field) => field.formula !== undefined && !placed.has(field.name));
  return html`<div class="fields" part="fields">
    ${form.map((names) => row(view, names))}
    ${
      computed.length === 0
        ? nothing
        : html`<div class="facts">
            ${row(
              view,
              computed.map((field) => field.name),
            )}
          </div>`
    }
  </div>`;
}

/** The shape of a form that is coming. */
export function renderShape(rows: readonly (readonly string[])[]): TemplateResult {
  return html`<div class="fields">
    ${rows.map(
      (names) =>
        html`<div class=${rowClass(names.length)}>${names.map(() => html`<div class="skeleton shape"></div>`)}</div>`,
    )}
  </div>`;
}

const rowClass = (count: number): string => (count < 2 ? 'row' : count === 2 ? 'row two' : 'row more');

function row(view: FieldsView, names: readonly string[]): TemplateResult {
  return html`<div class=${rowClass(names.length)}>
    ${names.map((name) => {
      const field = view.entity.field(name);
      return field ? cell(view, field) : nothing;
    })}
  </div>`;
}

function cell(view: FieldsView, field: Field): TemplateResult {
  const { editing, entries, shown, issues } = view;
  const { name } = field;
  const written = editing && isWritable(field);
  const wrong = issues.get(name) ?? [];
  return html`<sluice-field
    class=${wrong.length > 0 ? 'wrong' : ''}
    name=${name}
    locale=${view.locale}
    .field=${view.shapeOf(field)}
    .source=${view.source}
    .titles=${view.titles}
    .followed=${view.followed[name] ?? null}
    .value=${(written ? entries : shown)[name] ?? null}
    .issues=${wrong}
    ?readonly=${!written}
    ?disabled=${view.busy}
  ></sluice-field>`;
}
