import type { Cell, Entity, Field, ListQuery, Query, Rec } from '@sluice/core';
import type { PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { WidthController } from '../../charts/width.ts';
import { QueryController } from '../../controllers/query.ts';
import { figureMessages } from '../../locales/messages/figure.ts';
import type { Problem } from '../../problem.ts';
import { FigureElement } from '../kpi/figure.ts';
import { isWritable, mayDoIn } from '../record/draft.ts';
import type { Standing } from './lane.ts';
import { columnsBy, isClosedList, type Lane, laneFigures, laneKeys, orderOf, placed } from './lanes.ts';
import { LaneLists } from './lists.ts';
import { Mover } from './mover.ts';

/** Below this width one column is shown at a time. */
const PHONE = 480;
/** A column is no narrower, its gap included; where they do not fit, closed ones are folded. */
const LANE = 244;
/** Columns of a field without a vocabulary. */
const MOST = 20;

/** Records in columns: which columns there are, what stands in each, and what is on its way between them. */
export abstract class ColumnsElement extends FigureElement {
  /** The field whose values are the columns; the one of the entity's board, else its stage, when left out. */
  @property() by = '';
  /** Cards of a column before the reader asks for more. */
  @property({ type: Number }) limit = 50;

  @state() protected unfolded: readonly Cell[] = [];
  /** The column that a narrow board shows. */
  @state() protected chosen = 0;
  @state() private extra: Readonly<Record<string, number>> = {};

  protected lanes: readonly Lane[] = [];
  protected readonly mover = new Mover({
    changed: () => this.requestUpdate(),
    stored: (record) => this.stored(record),
    stale: () => this.retry(),
  });
  protected readonly data = new QueryController(this, () => this.figures());
  private readonly room = new WidthController(this, { later: true });
  private readonly lists = new LaneLists(this, (key) => this.ask(key));
  private of = '';

  /** A move was stored. */
  protected abstract stored(record: Rec): void;
  /** Other records, or other columns, are to be shown. */
  protected abstract restart(): void;
  /** Whether something is carried over a column. */
  protected abstract isOver(at: number): boolean;

  /** The field of the columns. */
  protected get field(): Field | undefined {
    const { subject } = this;
    const field = subject?.field(this.by || (subject.views.board?.by ?? subject.stage?.name ?? ''));
    return columnsBy(field) ? field : undefined;
  }
  protected get movable(): boolean {
    const { session, subject, field } = this;
    return !!subject && !!field && isWritable(field) && mayDoIn(session?.source, 'change', subject);
  }
  protected get phone(): boolean {
    return this.room.value > 0 && this.room.value < PHONE;
  }
  /** Whether all columns have room. */
  protected get roomy(): boolean {
    return this.room.value >= this.lanes.length * LANE;
  }
  protected get asking(): boolean {
    return this.data.loading || this.lists.asking;
  }
  protected get problem(): Problem | null {
    return this.data.problem ?? this.lists.problem;
  }

  protected readonly retry = (): void => {
    this.data.retry();
    this.lists.retry();
  };

  /** Closed columns fold where not all have room. */
  protected isFolded({ key, outcome }: Lane): boolean {
    const closed = outcome === 'won' || outcome === 'lost';
    return closed && !this.phone && !this.roomy && !this.unfolded.includes(key);
  }
  protected isShown(lane: Lane): boolean {
    return this.phone ? this.lanes[this.chosen] === lane : !this.isFolded(lane);
  }

  protected showMore({ key }: Lane): void {
    const name = JSON.stringify(key);
    this.extra = { ...this.extra, [name]: (this.extra[name] ?? 0) + this.atOnce };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { subject, field, session } = this;
    const of = JSON.stringify([subject?.name, field?.name, this.where, session?.filters, session?.search]);
    if (of !== this.of) {
      this.of = of;
      this.mover.clear();
      this.extra = {};
      this.restart();
    }
    this.mover.look(this.asking);
    this.lanes = subject && field ? this.lanesOf(subject, field) : [];
    this.chosen = Math.min(this.chosen, Math.max(0, this.lanes.length - 1));
    const keys = this.lanes.map(({ key }) => key);
    this.lists.look(`${subject?.name ?? ''} ${field?.name ?? ''}`, keys, this.atOnce);
  }

  protected standingOf(lane: Lane, at: number): Standing {
    const { shifts } = this.mover;
    const shown = this.atOnce + (this.extra[JSON.stringify(lane.key)] ?? 0);
    const kept = this.isShown(lane) ? this.lists.records(lane.key, shown) : null;
    const order = this.subject ? orderOf(this.subject, lane.outcome) : null;
    const list = this.lists.of(lane.key);
    return {
      lane,
      at,
      records: kept && placed(kept, { key: lane.key, shifts, order }),
      more: kept && list ? Math.max(0, list.total - kept.length) : 0,
      over: this.isOver(at),
      titles: list?.titles ?? {},
    };
  }

  private get atOnce(): number {
    return Math.min(1000, Math.max(1, Math.trunc(this.limit) || 50));
  }

  private figures(): Query | null {
    const { field, subject } = this;
    if (!field || !subject) return null;
    const { amount } = subject.parts;
    return this.question({
      by: [field.name],
      measures: ['count()', ...(amount === undefined ? [] : [`sum(${amount})`])],
      ...(isClosedList(field) ? {} : { sort: ['-count()'], top: MOST }),
    });
  }

  private ask(key: Cell): ListQuery | null {
    const { subject, field } = this;
    const lane = this.lanes.find((one) => one.key === key);
    if (!subject || !field || !lane || !this.isShown(lane)) return null;
    const order = orderOf(subject, lane.outcome);
    const where = this.where.trim();
    return {
      entity: subject.name,
      filters: [{ field: field.name, op: 'in', values: [key] }],
      ...(where === '' ? {} : { where }),
      ...(order ? { sort: [`${order.descending ? '-' : ''}${order.field}`] } : {}),
    };
  }

  private lanesOf(entity: Entity, field: Field): readonly Lane[] {
    const { answer } = this.data;
    const shifts = this.mover.uncounted(this.data.loading);
    const [dimension] = answer?.dimensions ?? [];
    return laneKeys(field, answer).map((key) => {
      const stage = typeof key === 'string' ? field.pipeline?.stage(key) : undefined;
      const row = dimension?.values.indexOf(key) ?? -1;
      return {
        key,
        name:
          key === null
            ? this.say(figureMessages)('blank')
            : dimension && row >= 0
              ? this.keyName(dimension, row)
              : this.format.field(field, key),
        outcome: stage?.outcome ?? null,
        rotAfter: stage?.rotAfter ?? null,
        ...laneFigures({ answer, key, shifts, amount: entity.parts.amount }),
      };
    });
  }
}
