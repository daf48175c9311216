import { dateInZone, decimalFromMinor, exponent, queryFromAddress, type Rec } from '@sluice/core';
import { foldEmail } from '../auth/email.ts';
import { asTenant } from '../database/as-tenant.ts';
import { JobFault } from '../jobs/faults.ts';
import type { Task } from '../jobs/runner.ts';
import { type OutboxOptions, post } from '../mail/outbox.ts';
import { type Member, membersOf } from '../mail/reminders.ts';
import { isMailLanguage, wordMail } from '../mail/words.ts';
import type { Session, Tenancy, Tenants } from '../routes/context.ts';
import { makeReport, REPORTS } from './make.ts';
import { pdfFile } from './pdf.ts';

/** The entity whose records are reports that somebody wants by mail. */
const SAVED = 'savedReport';
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
/** More than this in one morning is a mistake. */
const MOST = 100;

/** What sending reports needs of its surroundings. */
export interface WeeklyOptions extends OutboxOptions {
  readonly tenants: Pick<Tenants, 'sourceFor' | 'tenancyOf'>;
  /** Where people open the server: from the configuration. */
  readonly address: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A report as its record says it. */
interface Saved {
  readonly id: string;
  readonly name: string;
  readonly report: (typeof REPORTS)[number];
  readonly filters: string;
  readonly language: string;
  /** Major units. */
  readonly quota: number | undefined;
  readonly recipients: readonly string[];
}

const savedIn = ({ id, values }: Rec, currency: string): Saved => {
  const text = (name: string): string => (typeof values[name] === 'string' ? values[name] : '');
  const list = values['recipients'];
  const quota = values['quota'];
  return {
    id,
    name: text('name'),
    report: REPORTS.find((one) => one === text('report')) ?? 'dashboard',
    filters: text('filters'),
    language: text('language') || 'en',
    quota: typeof quota === 'number' && quota > 0 ? Number(decimalFromMinor(quota, exponent(currency))) : undefined,
    recipients: Array.isArray(list) ? list.flatMap((one) => (typeof one === 'string' ? [one] : [])) : [],
  };
};

const weekdayOf = (today: string): string => WEEKDAYS[new Date(`${today}T00:00:00Z`).getUTCDay()] ?? '';

/**
 * A tenant's morning: the saved reports of this day of the week, each made as its recipient may see it, written into the outbox with its
 * PDF. A morning that waited while the tenant was suspended is still the one of its day: its reports come late, with the figures of now.
 * One per report, recipient and day, however often it is asked. Only people who belong to the tenant are written to; nothing leaves
 * unless server, tenant and the occasion `report` all allow it.
 */
export const sendReports =
  ({ tenants, address, now, ...outbox }: WeeklyOptions) =>
  async ({ payload: { tenant }, age, signal }: Task): Promise<void> => {
    if (tenant === undefined) throw new JobFault('unreadable', 'It does not say whose day it is.');
    const { name, members } = await membersOf(outbox.pool, tenant);
    const server: Session = { tenant: name, role: 'admin', actor: 'server', via: 'token' };
    const tenancy = await tenants.tenancyOf(server);
    const source = tenancy && (await tenants.sourceFor(server, 'reports'));
    if (!tenancy || !source?.model.find(SAVED)) return;
    const day = dateInZone(new Date(now() - age).toISOString(), tenancy.zone);
    const filters = [{ field: 'weekday', op: 'in', values: [weekdayOf(day)] }] as const;
    const listed = await source.list({ entity: SAVED, filters, limit: MOST });
    if (!listed.ok) return;
    for (const record of listed.value.items) {
      const saved = savedIn(record, tenancy.currency);
      for (const recipient of new Set(saved.recipients.map((one) => foldEmail(one)))) {
        signal.throwIfAborted();
        const member = members.find(({ email }) => email === recipient);
        if (!member) continue;
        const made = await fileFor(tenants, { name, tenancy, member, saved, at: new Date(now()).toISOString() });
        if (made === null) continue;
        const language = isMailLanguage(saved.language) ? saved.language : 'en';
        const items = [{ title: saved.name, kind: '', date: tenancy.today }];
        const words = { name: member.name === '' ? member.email : member.name, link: address(), items };
        await asTenant(outbox.pool, { tenant, actor: 'server', cause: 'reports' }, (tx) =>
          post(
            tx,
            outbox,
            tenant,
            {
              occasion: `report ${saved.id} ${member.email} ${day}`,
              action: 'report',
              recipient: member.email,
              ...wordMail('report', language, words),
              about: [saved.id],
              attachment: { name: `${saved.report}-${tenancy.today}.pdf`, type: 'application/pdf', content: made },
            },
            true,
          ),
        );
      }
    }
  };

interface Order {
  readonly name: string;
  readonly tenancy: Tenancy;
  readonly member: Member;
  readonly saved: Saved;
  readonly at: string;
}

/** The file as a member may see it; null when nothing of it is for them, or its filters do not fit any more. */
const fileFor = async (
  tenants: WeeklyOptions['tenants'],
  { name, tenancy, member, saved, at }: Order,
): Promise<Uint8Array | null> => {
  const { email, role, ownRecords } = member;
  const session: Session = { tenant: name, role, actor: email, via: 'token', ...(ownRecords ? { own: email } : {}) };
  const source = await tenants.sourceFor(session, 'reports');
  const entity = source && (source.model.entities.find((one) => one.stage) ?? source.model.entities[0]);
  if (!source || !entity) return null;
  const query = queryFromAddress(new URLSearchParams(saved.filters.replace(/^\?/, '')), entity.name);
  if (!query.ok) return null;
  const { filters, where, search } = query.value;
  const selection = {
    ...(filters ? { filters } : {}),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
  };
  const { report, language: locale, quota } = saved;
  const made = await makeReport({ name: report, source, entity, selection, locale, quota, tenant: tenancy });
  return made.ok ? pdfFile(made.value, at) : null;
};
