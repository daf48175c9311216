import {
  addDays,
  type Entity,
  idleOf,
  labelIn,
  type Moment,
  type Rec,
  stageHistories,
  type StageHistory,
} from '@sluice/core';
import { asOwner, asTenant } from '../database/as-tenant.ts';
import { JobFault } from '../jobs/faults.ts';
import type { Task } from '../jobs/runner.ts';
import type { ServedSource, Session, Tenants } from '../routes/context.ts';
import { OWN_ROW } from '../schema/schema.ts';
import { NOTHING, outboundOf } from './gate.ts';
import { type OutboxOptions, post, toldOf } from './outbox.ts';
import { type Item, type MailLanguage, type Occasion, wordMail } from './words.ts';

/** A deadline is told of so many days before it, once. Source: domain.md, upcoming. */
export const DAYS_BEFORE = 7;

/** What reminders need of their surroundings. */
export interface ReminderOptions extends OutboxOptions {
  readonly tenants: Pick<Tenants, 'sourceFor' | 'tenancyOf'>;
  /** Where people open the server: from the configuration. */
  readonly address: () => string;
}

/** The occasions of a reminder. */
type Reminder = Extract<Occasion, 'cold' | 'deadline'>;

/** Something to tell: what is told of a record once, and how it is said. */
interface Told {
  readonly thing: string;
  readonly item: Item;
}

/** Somebody who may sign in. */
export interface Member {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly ownRecords: boolean;
}

const PAGE = 1000;

/** The members of a tenant who may sign in. */
export const membersOf = (pool: OutboxOptions['pool'], tenant: string) =>
  asOwner(pool, { readOnly: true }, async (tx) => {
    const [named] = await tx`select name from sluice_system.tenant where id = ${tenant}`;
    const rows = await tx`
      select p.email, p.name, m.role, m.own_records as "ownRecords"
      from sluice_system.membership m join sluice_system.person p on p.id = m.person_id
      where m.tenant_id = ${tenant} and m.disabled_at is null and p.disabled_at is null order by p.email`;
    const members = rows.map((row): Member => {
      const { email, name, role, ownRecords } = row;
      return { email: String(email), name: String(name), role: String(role), ownRecords: ownRecords === true };
    });
    return { name: named ? String(named['name']) : '', members };
  });

/** All open records of an entity that belong to somebody, as far as whoever asks may see them. */
const openRecords = async (source: ServedSource, entity: Entity, owner: string): Promise<readonly Rec[]> => {
  const stage = entity.stage?.name;
  const field = entity.parts.owner;
  if (stage === undefined || field === undefined) return [];
  const records: Rec[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const listed = await source.list({
      entity: entity.name,
      where: `${stage}.open`,
      filters: [{ field, op: 'in', values: [owner] }],
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    // a role that may not read the stage or the owner is told nothing
    if (!listed.ok) return [];
    records.push(...listed.value.items);
    cursor = listed.value.next;
  }
  return records;
};

/** The last touch of each record, as the journal has it. */
const touches = (
  { pool }: OutboxOptions,
  tenant: string,
  entity: Entity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly at: string; readonly seq: string }>> =>
  asTenant(pool, { tenant, actor: 'server', cause: 'reminders', readOnly: true }, async (tx) => {
    const rows = await tx.unsafe(
      `select "record_id", max("at") as "at", max("seq")::text as "seq" from "sluice"."journal"
       where ${OWN_ROW} and "entity" = $1 and "record_id" = any ($2::uuid[]) group by 1`,
      [entity.name, [...ids]],
    );
    return new Map(rows.map((row) => [String(row['record_id']), { at: String(row['at']), seq: String(row['seq']) }]));
  });

const titleOf = (entity: Entity, record: Rec): string => {
  const title = record.values[entity.title.name];
  return typeof title === 'string' && title !== '' ? title : record.id;
};

const NO_HISTORY = { intervals: [], age: null, removed: false, reason: 'no_stage' } as const;

/** The records that are cold, each told of once until somebody touches it: the touch it is cold since is part of what was told. */
const coldOf = async (
  options: OutboxOptions,
  tenant: string,
  { entity, records, moment, language }: Batch,
): Promise<readonly Told[]> => {
  const last = await touches(
    options,
    tenant,
    entity,
    records.map(({ id }) => id),
  );
  const histories = stageHistories(entity, { records }, moment);
  return records.flatMap((record): Told[] => {
    const history: StageHistory = histories.get(record.id) ?? { id: record.id, ...NO_HISTORY };
    const touch = last.get(record.id);
    const idle = idleOf(entity, history, touch?.at ?? null, moment);
    if (!idle.cold || idle.days.value === null) return [];
    return [
      {
        thing: `${entity.name} ${record.id} ${touch?.seq ?? ''}`.trim(),
        item: {
          title: titleOf(entity, record),
          kind: labelIn(entity.label, language),
          date: addDays(moment.today, -idle.days.value),
        },
      },
    ];
  });
};

/** The records whose deadline is a week away or less; moved, it is another deadline. */
const dueOf = ({ entity, records, moment, language }: Batch): readonly Told[] =>
  records.flatMap((record): Told[] => {
    const due = entity.parts.expected === undefined ? null : record.values[entity.parts.expected];
    if (typeof due !== 'string' || due < moment.today || due > addDays(moment.today, DAYS_BEFORE)) return [];
    const item = { title: titleOf(entity, record), kind: labelIn(entity.label, language), date: due };
    return [{ thing: `${entity.name} ${record.id} ${due}`, item }];
  });

interface Batch {
  readonly entity: Entity;
  readonly records: readonly Rec[];
  readonly moment: Moment;
  readonly language: MailLanguage;
}

/**
 * A tenant's morning: each member is told, in one mail for each occasion, of their own open records that went cold and of those that are
 * due within a week; of each of them once. They are read as the member reads them, so that a mail tells nothing that a page would not.
 */
export const remind =
  (options: ReminderOptions) =>
  async ({ payload: { tenant }, signal }: Task): Promise<void> => {
    const { pool, tenants, address } = options;
    if (tenant === undefined) throw new JobFault('unreadable', 'It does not say whose day it is.');
    const { name, members } = await membersOf(pool, tenant);
    const who = { tenant, actor: 'server', cause: 'reminders' };
    const { language } = members.length > 0 ? await asTenant(pool, { ...who, readOnly: true }, outboundOf) : NOTHING;

    for (const member of members) {
      signal.throwIfAborted();
      const { email, role, ownRecords } = member;
      const session: Session = {
        tenant: name,
        role,
        actor: email,
        via: 'token',
        ...(ownRecords ? { own: email } : {}),
      };
      const tenancy = await tenants.tenancyOf(session);
      const source = tenancy && (await tenants.sourceFor(session, 'reminders'));
      const user = source && (await userOf(tenants, name, email));
      if (!tenancy || !source || user === null) continue;
      const moment = { today: tenancy.today, zone: tenancy.zone };
      const found: Record<Reminder, Told[]> = { cold: [], deadline: [] };
      for (const entity of source.model.entities) {
        const records = await openRecords(source, entity, user);
        const batch = { entity, records, moment, language };
        found.cold.push(...(await coldOf(options, tenant, batch)));
        found.deadline.push(...dueOf(batch));
      }
      for (const [action, all] of Object.entries(found) as readonly [Reminder, readonly Told[]][]) {
        await asTenant(pool, who, async (tx) => {
          const known = await toldOf(tx, action, email);
          const fresh = all.filter(({ thing }) => !known.has(thing));
          if (fresh.length === 0) return;
          const items = fresh.map(({ item }) => item).sort((a, b) => (a.date < b.date ? -1 : 1));
          const words = { name: member.name === '' ? email : member.name, link: address(), items };
          const about = fresh.map(({ thing }) => thing);
          const draft = { action, recipient: email, ...wordMail(action, language, words), about };
          await post(tx, options, tenant, { occasion: `${action} ${email} ${moment.today}`, ...draft }, true);
        });
      }
    }
  };

/** The record that links name an owner by: the one user with this address. */
const userOf = async (tenants: ReminderOptions['tenants'], tenant: string, email: string): Promise<string | null> => {
  const source = await tenants.sourceFor({ tenant, role: 'owner', actor: 'server', via: 'token' }, 'reminders');
  const listed = await source?.list({
    entity: 'user',
    filters: [{ field: 'email', op: 'in', values: [email] }],
    limit: 2,
  });
  const [only, other] = listed?.ok === true ? listed.value.items : [];
  return only && !other ? only.id : null;
};
