import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { dataMessages } from '../../locales/messages/data.ts';
import { sayIn } from '../../locales/words.ts';
import type { FileColumn, Outlook } from '../../sources/import-session.ts';
import { bySeverity, foundOf } from '../data/finding.ts';
import { obstacle, open, written } from './flow.ts';
import { counted, fact, heading, type View } from './view.ts';

/** So many findings stand there. */
const FIRST = 5;

const separatorOf = ({ say }: View, delimiter: string): string => {
  switch (delimiter) {
    case ',':
      return say('comma');
    case ';':
      return say('semicolon');
    case '\t':
      return say('tab');
    case '|':
      return say('bar');
    default:
      return delimiter;
  }
};

/** What the columns of a file agree on; null when they have nothing to say. */
const agreed = <T>(columns: readonly FileColumn[], of: (column: FileColumn) => T | null): readonly T[] => [
  ...new Set(columns.flatMap((column) => of(column) ?? [])),
];

/** Findings that are shown as what they are about: the encoding, the sheets, the values to settle. */
const SHOWN = new Set(['repaired_encoding', 'several_sheets', 'not_an_option']);

/** What was found on reading the file: errors first. */
export const renderIssues = ({ format }: View, issues: Outlook['issues']): TemplateResult | typeof nothing => {
  const told = issues.filter(({ code }) => !SHOWN.has(code));
  if (told.length === 0) return nothing;
  const say = sayIn(dataMessages, format.locale);
  return html`<ul class="issues" part="issues">
    ${bySeverity(told)
      .slice(0, FIRST)
      .map((issue) => {
        const { severity, message, place } = foundOf(issue, format.locale, say);
        return html`<li class=${severity}>
          <strong>${say(severity)}</strong> ${message} ${place === '' ? nothing : html`<span class="muted">${place}</span>`}
        </li>`;
      })}
  </ul>`;
};

/** The button that imports: how many records it writes, or why there is none to write. */
export const renderBegin = (view: View): TemplateResult => {
  const { flow, say } = view;
  const counts = flow.outlook?.counts;
  const count = counts ? written(counts) : 0;
  if (!counts || count === 0)
    return html`<p class="said">${say(counts && counts.unchanged > 0 ? 'nothingNew' : 'nothingLeft')}</p>`;
  return html`<button class="button primary" part="begin" type="button" ?disabled=${flow.busy} @click=${view.do.begin}>
    ${say('importThem', { what: counted(view, count) })}
  </button>`;
};

/** The sheets of a workbook, where it has several. */
export const renderSheets = (view: View, outlook: Outlook | null): TemplateResult | typeof nothing => {
  const sheets = outlook?.sheets;
  if (!sheets) return nothing;
  const choose = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) view.do.chooseSheet(event.target.value);
  };
  return fact(
    view.say('sheet'),
    html`<select
      class="input"
      part="sheet"
      aria-label=${view.say('sheet')}
      .value=${live(sheets.read)}
      ?disabled=${view.flow.busy}
      @change=${choose}
    >
      ${sheets.names.map((name) => html`<option value=${name} ?selected=${name === sheets.read}>${name}</option>`)}
    </select>`,
  );
};

/** How the file was read, and one button: to import it where nothing is in doubt, else to what is. */
export const renderUnderstood = (view: View): TemplateResult => {
  const { flow, say, format } = view;
  const { outlook } = flow;
  if (!outlook) return html``;
  const { file, columns, rows } = outlook;
  const decimals = agreed(columns, ({ decimal }) => decimal);
  const orders = agreed(columns, ({ order }) => order);
  const matched = columns.filter(({ field }) => field !== null).length;
  const next = obstacle(flow);
  const list = (words: readonly string[]): string => words.join(', ');
  const go = (to: 'mapping' | 'settle' | 'plan') => () => view.tell({ is: 'went', to });
  return html`${heading(say('understood'))}
    <dl class="facts" part="understood">
      ${fact(say('file'), html`<bdi>${flow.name}</bdi>`)} ${renderSheets(view, outlook)} ${fact(say('rows'), format.number(rows))}
      ${fact(say('columns'), say('matched', { matched, all: columns.length }))}
      ${
        file.delimiter === ''
          ? nothing
          : html`${fact(say('separator'), separatorOf(view, file.delimiter))}
            ${fact(
              say('encoding'),
              html`<bdi>${file.encoding}</bdi>${file.repaired ? html` <span class="mended">${say('repaired')}</span>` : nothing}`,
            )}`
      }
      ${
        decimals.length === 0
          ? nothing
          : fact(say('numbers'), list(decimals.map((mark) => say(mark === ',' ? 'decimalComma' : 'decimalPoint'))))
      }
      ${orders.length === 0 ? nothing : fact(say('dates'), list(orders.map((order) => say(order))))}
    </dl>
    ${renderIssues(view, outlook.issues)}
    <div class="actions">
      ${
        next === null
          ? renderBegin(view)
          : html`<button class="button primary" part="next" type="button" ?disabled=${flow.busy} @click=${go(next)}>
              ${
                next === 'mapping'
                  ? say('checkColumns')
                  : next === 'settle'
                    ? say('settleValues', { count: open(flow).length })
                    : say('seePlan')
              }
            </button>`
      }
      ${
        next === 'mapping'
          ? nothing
          : html`<button class="button" type="button" @click=${go('mapping')}>${say('checkColumns')}</button>`
      }
      ${
        next === null
          ? html`<button class="button" type="button" @click=${go('plan')}>${say('seePlan')}</button>`
          : nothing
      }
      <button class="button quiet" type="button" @click=${view.do.restart}>${say('otherFile')}</button>
    </div>`;
};
