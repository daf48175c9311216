import { keyFor } from '../auth/keys.ts';
import { openLinks } from '../auth/links.ts';
import { nightlyCopy } from '../backup/nightly.ts';
import type { Config } from '../config.ts';
import { asTenant } from '../database/as-tenant.ts';
import { isDatabaseError } from '../database/errors.ts';
import type { OpenDatabase } from '../database/open.ts';
import { type Jobs, openJobs } from '../jobs/jobs.ts';
import type { Handlers } from '../jobs/runner.ts';
import { remind } from '../mail/reminders.ts';
import { sendMail } from '../mail/send.ts';
import { smtpTransport } from '../mail/transport.ts';
import { type Logger, noteError } from '../observe/log.ts';
import { sendReports } from '../reports/weekly.ts';
import type { Background } from '../routes/background.ts';
import type { OpenTenants } from '../tenants/tenants.ts';
import { deliver } from '../webhooks/deliver.ts';
import { viewsOfOwners } from '../webhooks/owner.ts';
import { sweepDeliveries } from '../webhooks/store.ts';
import { watchForWebhooks } from '../webhooks/watch.ts';

/** What goes on while nobody waits needs this of a server. */
export interface BackgroundPlace {
  readonly database: OpenDatabase;
  readonly config: Config;
  readonly tenants: Pick<OpenTenants, 'find' | 'sourceFor' | 'tenancyOf' | 'feedFor'>;
  readonly secret: Uint8Array;
  readonly address: () => string;
  readonly log: Logger;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What goes on while nobody waits: for the routes, and how to end it. */
export interface OpenBackground {
  readonly background: Background;
  readonly jobs: Jobs;
  readonly close: () => Promise<void>;
}

/** In the small hours, by the clock of UTC. */
const NIGHTLY = '15 2 * * *';
/** How long it is remembered what webhooks were told. */
const DAYS_KEPT = 30;

/** Begins what goes on while nobody waits: jobs, mails, webhooks, nightly copies. Nothing leaves the server unless its configuration says so. */
export const openBackground = async (place: BackgroundPlace): Promise<OpenBackground> => {
  const { database, config, tenants, secret, address, log, version, now } = place;
  const { pool, connection } = database;
  const { mail, webhooks, backups } = config.outbound;
  const note = (error: unknown, job?: { readonly id: string; readonly kind: string }): void => {
    const about = job === undefined ? 'background' : `${job.kind} ${job.id}`;
    // a database that is away is looked for again and again: no fault of ours each time
    if (isDatabaseError(error)) log.warn({ about, code: error.code }, 'waits for the database');
    else noteError(log, about, error);
  };
  const jobs = await openJobs({ pool, connection, note, ...(backups ? { backups: NIGHTLY } : {}) });
  const transport = mail && smtpTransport(mail.url, mail.from);
  const { linkOf } = openLinks({ pool, secret, now, address });
  const outbox = { pool, enqueue: jobs.enqueue, sends: transport !== null, linkOf };
  const viewOf = viewsOfOwners(pool, tenants);
  const key = keyFor(secret, 'webhook');
  const allow = webhooks?.allow ?? [];
  const tells = webhooks !== null;
  const reminders = remind({ ...outbox, tenants, address });
  const reports = sendReports({ ...outbox, tenants, address, now });
  const morning: NonNullable<Handlers['daily']> = async (task) => {
    await reminders(task);
    await reports(task);
    const { tenant = '' } = task.payload;
    await asTenant(pool, { tenant, actor: 'server', cause: 'sweep' }, (tx) => sweepDeliveries(tx, DAYS_KEPT));
  };
  const handlers: Handlers = {
    mail: sendMail(outbox, transport),
    daily: morning,
    webhook: deliver({ pool, tells, viewOf, key, now, allow }),
    ...(backups ? { backup: nightlyCopy({ pool, version, now, ...backups }) } : {}),
  };
  jobs.start(handlers);
  const watch = watchForWebhooks({ pool, connection, enqueue: jobs.enqueue, tells, viewOf, note });
  const background: Background = {
    ...outbox,
    dead: jobs.dead,
    idOf: async (name) => (await tenants.find(name))?.id ?? null,
    tells,
    allow,
    key,
    now,
  };
  return {
    background,
    jobs,
    close: async () => {
      await watch.close();
      await jobs.close();
      transport?.close();
    },
  };
};
