import {
  type Action,
  type Condition,
  type Entity,
  type Field,
  type ListQuery,
  planAction,
  readerAround,
  type Rec,
  type Source,
  type Value,
  type Written,
} from '@sluice/core';

/** Where a task stands seen from today. */
export type TaskGroup = 'overdue' | 'today' | 'later' | 'undated';
export const TASK_GROUPS: readonly TaskGroup[] = ['overdue', 'today', 'later', 'undated'];

/** What makes an entity one of tasks: it can be completed, has somebody who does it and a day by which. */
export interface TaskParts {
  readonly entity: Entity;
  readonly complete: Action;
  readonly reopen: Action | undefined;
  readonly due: Field;
  readonly owner: Field | undefined;
}

/** The parts of an entity of tasks; null where it is none. */
export const taskPartsOf = (entity: Entity | undefined): TaskParts | null => {
  const complete = entity?.actions.find(({ name }) => name === 'complete');
  const due = entity?.field(entity.parts.expected ?? '');
  if (!entity || !complete || due?.kind !== 'date') return null;
  return {
    entity,
    complete,
    reopen: entity.actions.find(({ name }) => name === 'reopen'),
    due,
    owner: entity.field(entity.parts.owner ?? ''),
  };
};

/** Which tasks are looked at. `person`: an e-mail address; blank: everybody's. `about`: the link and the record they are about. */
export interface TaskView {
  readonly today: string;
  readonly person: string;
  readonly about: { readonly link: string; readonly id: string } | null;
  readonly where: string;
}

/** The open tasks of a group, those due first in front. */
export const tasksOf = (
  { entity, complete, due, owner }: TaskParts,
  group: TaskGroup,
  { today, person, about, where }: TaskView,
): ListQuery => {
  const days: Readonly<Record<TaskGroup, Condition>> = {
    overdue: { field: due.name, op: 'lt', values: [today] },
    today: { field: due.name, op: 'in', values: [today] },
    later: { field: due.name, op: 'gt', values: [today] },
    undated: { field: due.name, op: 'empty', values: [] },
  };
  const conditions = [where, complete.text].map((one) => one.trim()).filter((one) => one !== '');
  return {
    entity: entity.name,
    filters: [
      days[group],
      ...(person !== '' && owner ? [{ field: `${owner.name}.email`, op: 'in', values: [person] } as const] : []),
      ...(about ? [{ field: about.link, op: 'in', values: [about.id] } as const] : []),
    ],
    ...(conditions.length > 0 ? { where: conditions.map((one) => `(${one})`).join(' and ') } : {}),
    sort: [due.name, 'createdAt'],
  };
};

/** Does an action to a record as it is stored now. Null: the record is gone. */
export const act = async (
  source: Source,
  entity: Entity,
  action: Action,
  id: string,
  { today, zone, at }: { readonly today: string; readonly zone: string; readonly at: string },
): Promise<Written | null> => {
  const record = await source.get(entity.name, id);
  if (!record) return null;
  const reader = await readerAround(source, entity, record, [action.when]);
  const planned = planAction(entity, action, { reader, moment: { today, zone }, at });
  if (!planned.ok) return { ok: false, issues: planned.issues };
  return source.change(entity.name, id, planned.value, { version: record.version });
};

/** The record of the person with an e-mail address, among those that tasks are assigned to; null when there is none, or more than one. */
export const personOf = async (source: Source, owner: Field | undefined, email: string): Promise<Rec | null> => {
  const people = source.model.find(owner?.to ?? '');
  if (!people?.field('email') || email === '') return null;
  const listed = await source.list({
    entity: people.name,
    filters: [{ field: 'email', op: 'in', values: [email] }],
    limit: 2,
  });
  const [only, other] = listed.ok ? listed.value.items : [];
  return only && !other ? only : null;
};

/** What a new task has beside its title. */
export const draftOf = (
  { entity, due, owner }: TaskParts,
  said: {
    readonly title: string;
    readonly due: string;
    readonly owner: string | null;
    readonly about: TaskView['about'];
  },
): Readonly<Record<string, Value>> => ({
  [entity.title.name]: said.title,
  ...(said.due === '' ? {} : { [due.name]: said.due }),
  ...(said.owner === null || !owner ? {} : { [owner.name]: said.owner }),
  ...(said.about ? { [said.about.link]: said.about.id } : {}),
});
