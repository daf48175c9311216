import type { Moment } from '../expr/index.ts';
import type { Frame } from '../frame/index.ts';
import { type Checked, good } from '../issue.ts';
import type { Entity, Model } from '../model/index.ts';
import { runList } from '../query/list.ts';
import type { ListPlan, Plan } from '../query/plan-types.ts';
import type { Answer } from '../query/query.ts';
import { run } from '../query/run.ts';
import { linksOf, present, type Rec } from '../records/index.ts';
import type { Page } from './source.ts';

/** What frames can be asked, whatever day they are of. */
export interface Reading {
  readonly frame: (entity: string) => Frame | undefined;
  readonly moment: Moment;
  /** A record as it is kept. */
  readonly follow: (entity: string, id: string) => Rec | undefined;
  /** A record with what follows and what is computed. */
  readonly shown: (entity: Entity, record: Rec) => Rec;
  /** How a record is called; null when it is not there. */
  readonly titleOf: (entity: string, id: string) => string | null;
  readonly get: (entity: string, id: string) => Rec | null;
  readonly page: (plan: ListPlan) => Checked<Page>;
  readonly answer: (plan: Plan) => Answer;
}

/** Reads frames on a day. */
export const readingOf = (model: Model, frame: Reading['frame'], moment: Moment): Reading => {
  const follow = (entity: string, id: string): Rec | undefined => {
    const there = frame(entity);
    const row = there?.rowOf(id) ?? -1;
    return row < 0 ? undefined : there?.record(row);
  };
  const shown = (entity: Entity, record: Rec): Rec => present(model, entity, record, { moment, follow });
  const titleOf = (name: string, id: string): string | null => {
    const entity = model.find(name);
    const record = follow(name, id);
    if (!entity || !record) return null;
    const title = entity.title.formula
      ? shown(entity, record).values[entity.title.name]
      : record.values[entity.title.name];
    return typeof title === 'string' ? title : '';
  };
  const titlesFor = (entity: Entity, items: readonly Rec[]): Readonly<Record<string, string>> => {
    const titles: Record<string, string> = {};
    for (const item of items)
      for (const link of linksOf(entity, item.values)) {
        const title = titles[link.id] === undefined ? titleOf(link.entity, link.id) : null;
        if (title !== null) titles[link.id] = title;
      }
    return titles;
  };
  return {
    frame,
    moment,
    follow,
    shown,
    titleOf,
    get: (name, id) => {
      const entity = model.find(name);
      const record = follow(name, id);
      return entity && record ? shown(entity, record) : null;
    },
    page: (plan) => {
      const { entity } = plan;
      const { rows, total, next } = runList(plan, { frame }, moment);
      const there = frame(entity.name);
      const items = there ? Array.from(rows, (row) => shown(entity, there.record(row))) : [];
      return good({ items, total, next, titles: titlesFor(entity, items) });
    },
    answer: (plan) => run(plan, { frame }, moment),
  };
};
