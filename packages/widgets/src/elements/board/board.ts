import { type Cell, type Entity, type Field, labelIn, type Rec } from '@sluice/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { SluiceElement } from '../../element.ts';
import { boardMessages } from '../../locales/messages/board.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import { tableMessages } from '../../locales/messages/table.ts';
import { controlStyles } from '../../styles/controls.ts';
import { skeletonStyles } from '../../styles/skeleton.ts';
import { onTheWire } from '../record/draft.ts';
import type { RecordSaved } from '../record/events.ts';
import { namesIn } from '../table/columns.ts';
import { boardStyles } from './board.styles.ts';
import { Carry } from './carry.ts';
import { ColumnsElement } from './columns-element.ts';
import { type Lanes, renderFolded, renderLane, renderShape, renderTabs, type Standing } from './lane.ts';
import { keyOf, type Lane, orderOf } from './lanes.ts';
import { nextLane } from './steps.ts';
import { tileStyles } from './tile.styles.ts';
import { renderFacts, titleOf, type Tiles } from './tile.ts';

/** What `sluice-card-move` says: a card is about to go from one column to another. */
export interface CardMoveDetail {
  readonly entity: string;
  readonly id: string;
  /** The values of the field that the columns stand for. */
  readonly from: Cell;
  readonly to: Cell;
}

/** What `sluice-record-open` says: which record somebody wants to see. */
export interface RecordOpenDetail {
  readonly entity: string;
  readonly id: string;
}

/**
 * Records as cards in the columns of their stage. A card is moved by pointer, finger, keyboard or its own menu; it stands in its new
 * column at once, goes back with the reason when a rule refuses, and every move can be undone.
 *
 * @tag sluice-board
 * @fires {CustomEvent<CardMoveDetail>} sluice-card-move - a card is about to move; prevented, it stays
 * @fires {CustomEvent<RecordOpenDetail>} sluice-record-open - somebody wants to see a record; prevented, the app does not open it
 * @fires {CustomEvent<RecordSaved>} sluice-record-saved - a move was stored, or undone; `detail` is `{ entity, id, created, values }`
 * @csspart base - everything
 * @csspart title - the heading
 * @csspart said - what was just done, with the way back
 * @csspart tabs - the stages to choose from on a narrow board
 * @csspart tab - each of them
 * @csspart columns - the box of the columns, which scrolls sideways
 * @csspart column - each column
 * @csspart count - how many cards a column has
 * @csspart amount - what they are worth
 * @csspart card - each card
 * @csspart late - by how many days a card is late
 * @csspart idle - for how long nobody touched a card
 * @csspart menu - where a card can be moved to
 * @csspart refusal - why a card went back
 * @csspart placeholder - where a carried card would land
 * @csspart ghost - the card that follows the pointer
 * @csspart empty - what stands there without records
 * @csspart error - what stands there when there is no data
 * @cssprop --sluice-board-height - height from which the cards of a column scroll
 */
export class SluiceBoard extends ColumnsElement {
  static override styles = [SluiceElement.styles, controlStyles, skeletonStyles, boardStyles, tileStyles];

  /** The fields of a card, by name, separated by spaces; those of the entity's board when left out. */
  @property() card = '';

  /** The card whose menu is open. */
  @state() private menu = '';
  /** The card that the tab key stops at. */
  @state() private stop = '';

  private standings: readonly Standing[] = [];
  private tiles: Tiles | null = null;
  private warned = '';
  /** The card that gets the focus once it is drawn. */
  private next = '';
  /** The card that had the focus before this rendering: a card that changes places would lose it. */
  private held = '';

  private readonly carry = new Carry(this, {
    standings: () => this.standings,
    title: (record) => (this.tiles ? titleOf(this.tiles, record) : ''),
    order: (lane) => {
      const order = this.subject ? orderOf(this.subject, lane.outcome) : null;
      return order ? this.dimensionName(order.field) : '';
    },
    movable: (record) => this.movable && !this.mover.isMoving(record.id),
    move: (record, to) => void this.move(record, to),
    undo: () => void this.undo(),
    stopAt: (id) => {
      this.stop = id;
    },
    closeMenu: (back) => this.closeMenu(back),
    speak: () => this.say(boardMessages),
    rtl: () => this.rtl,
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.carry.cancel();
  }

  /** Takes the last move back; false when there is none, or it is refused. */
  async undo(): Promise<boolean> {
    const { done } = this.mover;
    if (done?.what !== 'moved') return false;
    const back = await this.mover.undo();
    this.focusOn(done.record.id);
    return back;
  }

  protected override isOver(at: number): boolean {
    return this.carry.isOver(at);
  }

  protected override restart(): void {
    this.carry.cancel();
    this.menu = '';
  }

  protected override stored(record: Rec): void {
    const entity = this.subject;
    if (!entity) return;
    const values = onTheWire(entity, record.values);
    this.emit<RecordSaved>('sluice-record-saved', { entity: entity.name, id: record.id, created: false, values });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.held = this.shadowRoot?.activeElement?.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '';
  }

  protected override updated(): void {
    this.mover.settle(this.asking);
    this.carry.place();
    const nobody = this.data.answer?.selected === 0 && this.mover.shifts.length === 0;
    const answer = this.data.answer ?? (this.session?.model && !this.field ? [] : null);
    this.stand({ answer, problem: this.problem, loading: this.asking }, nobody || !this.field);
    if (this.next === '' && this.held !== '' && !this.shadowRoot?.activeElement) this.next = this.held;
    if (this.next === '') return;
    const card = this.renderRoot.querySelector<HTMLElement>(`[data-id="${this.next}"] .name`);
    const target = card ?? this.renderRoot.querySelector<HTMLElement>('.undo');
    if (!target) return;
    this.next = '';
    target.focus();
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { subject, tongue, problem } = this;
    this.standings = this.lanes.map((lane, at) => this.standingOf(lane, at));
    this.tiles = this.tilesOf();
    return html`<section
      class="board"
      part="base"
      aria-labelledby="title"
      aria-busy=${this.asking ? 'true' : 'false'}
      @keydown=${this.carry.key}
      @keyup=${this.carry.keyUp}
      @focusin=${this.carry.focusIn}
      @focusout=${this.carry.focusOut}
      @pointerdown=${this.carry.press}
    >
      <div class="head">
        <h3 class="title" part="title" id="title">${this.label || (subject ? labelIn(subject.plural, tongue) : '')}</h3>
        ${this.renderSaid()}
      </div>
      <p class="spoken" role="status" aria-live="assertive">${this.carry.spoken}</p>
      ${this.movable ? html`<p id="hint" hidden>${this.say(boardMessages)('hint')}</p>` : nothing}
      ${problem ? this.renderProblem(problem, this.retry) : nothing} ${this.renderContent()}
    </section>`;
  }

  private tilesOf(): Tiles | null {
    const { session, subject, field, format, tongue: locale } = this;
    if (!session?.model || !subject || !field || this.data.answer === null) return null;
    return {
      model: session.model,
      entity: subject,
      fields: this.fieldsOf(subject),
      format,
      locale,
      moment: session.moment,
      titles: Object.fromEntries(this.standings.flatMap(({ titles }) => Object.entries(titles))),
      lanes: this.lanes,
      movable: this.movable,
      open: (id) => this.open(id),
      menu: (id) => {
        this.menu = this.menu === id ? '' : id;
      },
      move: (record, to) => void this.move(record, to),
    };
  }

  /** The fields of a card besides its title. */
  private fieldsOf(entity: Entity): readonly Field[] {
    const asked = namesIn(this.card);
    const names = asked.length > 0 ? asked : (entity.views.board?.card ?? [entity.parts.amount, entity.parts.expected]);
    const unknown = asked.filter((name) => !entity.field(name));
    if (unknown.length > 0 && unknown.join() !== this.warned) {
      this.warned = unknown.join();
      console.warn(`<${this.localName}>: ${entity.name} has no field called ${unknown.join(', ')}.`);
    }
    return names.flatMap((name) => entity.field(name ?? '') ?? []).filter(({ name }) => name !== entity.title.name);
  }

  private renderSaid(): TemplateResult {
    const { done, undoable } = this.mover;
    const say = this.say(boardMessages);
    const stage = done ? (this.lanes.find(({ key }) => key === done.at)?.name ?? '') : '';
    const title = done && this.tiles ? titleOf(this.tiles, done.record) : '';
    return html`<div class="said" part="said">
      <p role="status">${done && this.tiles ? say(done.what, { title, stage }) : nothing}</p>
      ${
        undoable
          ? html`<button class="button quiet undo" type="button" @click=${() => void this.undo()}>${say('undo')}</button>`
          : nothing
      }
    </div>`;
  }

  private renderContent(): TemplateResult | typeof nothing {
    const { data, tiles, standings, phone } = this;
    if (this.session?.model && !this.field) return this.renderNothing(this.say(boardMessages)('noStages'));
    if (!tiles) return data.problem ? nothing : this.renderLoading();
    if (data.answer?.selected === 0 && this.mover.shifts.length === 0)
      return this.renderNothing(this.say(tableMessages)(this.narrowed || this.where.trim() !== '' ? 'empty' : 'none'));
    const records = standings.flatMap((one) => one.records ?? []);
    const stop = records.some(({ id }) => id === this.stop) ? this.stop : (records[0]?.id ?? '');
    const lanes: Lanes = {
      tiles,
      phone,
      tileOf: ({ id }) => ({
        stop: id === stop,
        lifted: this.carry.carries(id),
        chosen: this.menu === id,
        moving: this.mover.isMoving(id),
        refusal: this.mover.refusals.get(id),
      }),
      showMore: (lane) => this.showMore(lane),
      fold: phone || this.roomy ? null : (lane) => this.fold(lane),
    };
    const folded = standings.filter(({ lane }) => this.isFolded(lane));
    const { ghost } = this.carry;
    return html`${
      phone ? renderTabs(tiles, { standings, chosen: this.chosen, choose: this.choose, key: this.onTab }) : nothing
    }
      <div class=${phone ? 'columns phone' : 'columns'} part="columns">
        ${standings.filter(({ lane }) => this.isShown(lane)).map((one) => renderLane(lanes, one))}
        ${folded.length > 0 ? html`<div class="closed">${folded.map((one) => renderFolded(lanes, one))}</div>` : nothing}
      </div>
      ${
        ghost
          ? html`<div class="tile ghost" part="ghost" aria-hidden="true">
              <div class="top"><span class="name"><span dir="auto">${titleOf(tiles, ghost.record)}</span></span></div>
              ${renderFacts(tiles, ghost)}
            </div>`
          : nothing
      }`;
  }

  private renderNothing(sentence: string): TemplateResult {
    return html`<div class="nothing" part="empty">
      <p>${sentence}</p>
      ${
        this.narrowed
          ? html`<button class="button" type="button" @click=${() => this.session?.clear()}>
              ${this.say(figureMessages)('clear')}
            </button>`
          : nothing
      }
    </div>`;
  }

  private renderLoading(): TemplateResult {
    const open = this.lanes.filter(({ outcome }) => outcome === null || outcome === 'open').length || 4;
    return html`<div class=${this.phone ? 'columns phone' : 'columns'} aria-hidden="true">
        ${Array.from(
          { length: this.phone ? 1 : open },
          () =>
            html`<div class="lane"><div class="skeleton line short"></div><div class="tiles">${[1, 2, 3].map(renderShape)}</div></div>`,
        )}
      </div>
      <span class="spoken" role="status">${this.say(figureMessages)('loading')}</span>`;
  }

  /** Whether filters of the app limit the records. */
  private get narrowed(): boolean {
    const shared = this.session?.selectionFor(this.subject?.name ?? '');
    return shared !== undefined && (shared.filters.length > 0 || shared.search !== '');
  }

  private async move(record: Rec, to: Lane): Promise<void> {
    const { session, subject: entity, field } = this;
    if (!session?.source || !entity || !field || !this.movable) return;
    this.menu = '';
    this.focusOn(record.id);
    const detail: CardMoveDetail = {
      entity: entity.name,
      id: record.id,
      from: keyOf(field, record.values),
      to: to.key,
    };
    if (!this.emit<CardMoveDetail>('sluice-card-move', detail, { cancelable: true })) return;
    await this.mover.move({ source: session.source, entity, field }, record, to.key);
    this.focusOn(record.id);
  }

  private focusOn(id: string): void {
    this.next = id;
    this.requestUpdate();
  }

  private open(id: string): void {
    const entity = this.subject?.name ?? '';
    this.emit<RecordOpenDetail>('sluice-record-open', { entity, id }, { cancelable: true });
  }

  private closeMenu(back: boolean): boolean {
    const { menu } = this;
    this.menu = '';
    if (menu !== '' && back) this.renderRoot.querySelector<HTMLElement>(`[data-id="${menu}"] .more`)?.focus();
    return menu !== '';
  }

  private fold({ key }: Lane): void {
    this.unfolded = this.unfolded.includes(key) ? this.unfolded.filter((one) => one !== key) : [...this.unfolded, key];
  }

  private readonly choose = (at: number): void => {
    this.chosen = at;
    this.menu = '';
  };

  private readonly onTab = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = nextLane(event.key, this.chosen, this.lanes.length, this.rtl);
    if (at === null) return;
    event.preventDefault();
    this.choose(at);
    const tab = this.renderRoot.querySelector<HTMLElement>(`#tab-${at}`);
    tab?.focus();
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
}
