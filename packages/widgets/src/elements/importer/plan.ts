import { type Collision, type Fate, labelIn, type Rule } from '@sluice/core';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { dataMessages } from '../../locales/messages/data.ts';
import { sayIn } from '../../locales/words.ts';
import type { Outlook, RowOutlook } from '../../sources/import-session.ts';
import { foundOf } from '../data/finding.ts';
import { before } from './flow.ts';
import { renderBegin } from './understand.ts';
import { fact, heading, labelOf, type View, written } from './view.ts';

const FATES: readonly Fate[] = ['reject', 'update', 'create', 'unchanged'];
const COLLISIONS: readonly Collision[] = ['overwrite', 'fill', 'skip'];

/** How many rows have which fate. */
export const renderCounts = (
  { say, format }: Pick<View, 'say' | 'format'>,
  counts: Readonly<Record<Fate, number>>,
): TemplateResult =>
  html`<dl class="counts" part="counts">
    ${fact(say('create'), format.number(counts.create), 'good')} ${fact(say('update'), format.number(counts.update))}
    ${fact(say('unchanged'), format.number(counts.unchanged))}
    ${fact(say('reject'), format.number(counts.reject), counts.reject > 0 ? 'bad' : '')}
  </dl>`;

/** What will become of every row, before anything is written. */
export const renderPlan = (view: View): TemplateResult => {
  const { flow, say } = view;
  const { outlook } = flow;
  if (!outlook) return html``;
  const { counts, targets } = outlook;
  const names = targets.titles.slice(0, 12);
  return html`${heading(say('plan'))}
    ${flow.stopped || flow.outdated ? html`<p class="said" role="status">${say(flow.stopped ? 'stopped' : 'outdated')}</p>` : nothing}
    ${renderCounts(view, counts)}
    ${
      targets.count === 0
        ? nothing
        : html`<p class="targets">
            ${say('targets', { count: targets.count, names: names.join(', ') })}${targets.count > names.length ? '…' : ''}
          </p>`
    }
    ${renderRows(view, outlook)}
    ${counts.update + counts.unchanged > 0 || Object.keys(flow.wish.rules.columns ?? {}).length > 0 ? renderRules(view) : nothing}
    <div class="actions">
      ${renderBegin(view)}
      <button class="button" type="button" @click=${() => view.tell({ is: 'went', to: before(flow) })}>
        ${say('back')}
      </button>
    </div>`;
};

/** The rows of a plan by fate, each list to be opened; those that are rejected stand open. */
export const renderRows = (
  view: View,
  { plan, counts }: Pick<Outlook, 'plan' | 'counts'>,
  fates: readonly Fate[] = FATES,
): TemplateResult => {
  const { say, format } = view;
  return html`${fates.map((fate) => {
    const found = plan.filter((row) => row.fate === fate);
    if (found.length === 0) return nothing;
    const shown = view.shown(fate);
    return html`<details class="fate ${fate}" ?open=${fate === 'reject'}>
      <summary>${say(fate)} <span class="number">${format.number(counts[fate])}</span></summary>
      <ol>
        ${found.slice(0, shown).map((row) => renderRow(view, row))}
      </ol>
      ${
        found.length > shown
          ? html`<button class="button quiet" type="button" @click=${() => view.do.more(fate)}>
              ${say('more', { count: Math.min(found.length - shown, 25) })}
            </button>`
          : nothing
      }
    </details>`;
  })}`;
};

const renderRow = (view: View, row: RowOutlook): TemplateResult => {
  const { say } = view;
  const { line, title, fate, rule, cells, candidates } = row;
  return html`<li>
    <p>
      <span class="muted">${say('row', { row: line })}</span> <bdi class="title">${title}</bdi>
      <span class="muted">${ruleIn(view, rule)}</span>
    </p>
    ${fate === 'update' ? renderCells(view, cells) : nothing} ${renderReasons(view, row)}
    ${
      fate === 'create' && candidates.length > 0
        ? html`<p class="hint">${say('nearly', { names: candidates.map((one) => one.title).join(', ') })}</p>`
        : nothing
    }
  </li>`;
};

/** What changes: old → new. */
const renderCells = (view: View, cells: RowOutlook['cells']): TemplateResult => {
  const { say, entity, flow } = view;
  const titles = flow.outlook?.titles ?? {};
  return html`<dl class="cells">
    ${cells.map(({ field: name, old, new: next }) => {
      const field = entity.field(name);
      return html`<div>
        <dt>${labelOf(view, name)}</dt>
        <dd>
          <del>${written(view, field, old, titles)}</del>
          <span class="arrow" aria-hidden="true">→</span><span class="spoken">${say('becomes')}</span>
          <ins>${written(view, field, next, titles)}</ins>
        </dd>
      </div>`;
    })}
  </dl>`;
};

/** Why a row is rejected: column, value, what is wrong with it. */
const renderReasons = ({ format }: View, { fate, issues }: RowOutlook): TemplateResult | typeof nothing => {
  const told = issues.filter(({ severity, code }) =>
    fate === 'reject'
      ? severity === 'error' && code !== 'duplicate_row'
      : code === 'consent_kept' || code === 'not_linked',
  );
  if (told.length === 0) return nothing;
  const say = sayIn(dataMessages, format.locale);
  return html`${told.map((issue) => {
    const column = issue.path[0] === 'rows' ? issue.path[2] : undefined;
    return html`<p class="reason">
      ${column === undefined ? nothing : html`<bdi>${column}</bdi>`}
      ${issue.received === undefined ? nothing : html`<bdi>${say('value', { value: issue.received })}</bdi>`}
      ${foundOf(issue, format.locale, say).message}
      ${issue.remedy && format.locale.startsWith('en') ? issue.remedy : nothing}
    </p>`;
  })}`;
};

/** Why a row has its fate, in words. A server's words are its own. */
const ruleIn = (view: View, rule: Rule | string): string => {
  const { say } = view;
  if (typeof rule === 'string') return rule;
  switch (rule.by) {
    case 'key':
    case 'email':
    case 'title':
      return say('by_field', {
        field: rule.field
          .split(', ')
          .map((one) => labelOf(view, one))
          .join(', '),
      });
    case 'unreadable':
      return say('by_unreadable', { column: rule.column });
    case 'duplicate':
      return say('by_duplicate', { row: rule.line });
    default:
      return say(`by_${rule.by}`);
  }
};

/** What each column does to cells that have a value. */
const renderRules = (view: View): TemplateResult => {
  const { flow, say, entity } = view;
  const fields = (flow.outlook?.columns ?? []).flatMap(({ field }) =>
    field === null ? [] : (entity.field(field) ?? []),
  );
  const choose = (field: string) => (event: Event) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    const collision = COLLISIONS.find((one) => one === value);
    if (collision) view.replan({ is: 'ruled', field, collision });
  };
  return html`<details class="rules">
    <summary>${say('collisions')}</summary>
    <ul>
      ${[...new Set(fields)].map(({ name, label }) => {
        const current = flow.wish.rules.columns?.[name] ?? 'overwrite';
        return html`<li>
          <label>
            <span>${labelIn(label, view.format.locale)}</span>
            <select class="input" data-rule=${name} .value=${live(current)} @change=${choose(name)}>
              ${COLLISIONS.map((one) => html`<option value=${one} ?selected=${one === current}>${say(one)}</option>`)}
            </select>
          </label>
        </li>`;
      })}
    </ul>
  </details>`;
};
