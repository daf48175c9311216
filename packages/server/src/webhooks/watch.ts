import type { Connection } from '../database/connection.ts';
import { openListener } from '../feed/listener.ts';
import { tellTenant, tenantsToTell, type TellOptions } from './tell.ts';

/** Tells webhooks while it runs. */
export interface WebhookWatch {
  readonly close: () => Promise<void>;
}

const SOON = 1000;
const MINUTE = 60_000;

/**
 * Looks at a tenant's journal when something was written to it, and at everybody's now and then: what was not heard, or waited for an older
 * transaction to end, is found by looking.
 */
export const watchForWebhooks = (
  options: TellOptions & {
    readonly connection: Connection;
    readonly note: (error: unknown) => void;
    /** Between two looks at everybody, in milliseconds. */
    readonly poll?: number;
  },
): WebhookWatch => {
  const { connection, pool, note } = options;
  // where nothing is heard, looking has to be enough
  const { poll = connection.pooled === true ? 5000 : MINUTE } = options;
  const asked = new Set<string>();
  let running: Promise<void> | null = null;
  let closed = false;

  const work = async (): Promise<void> => {
    for (const tenant of asked) {
      if (closed) return;
      asked.delete(tenant);
      try {
        const { waiting } = await tellTenant(options, tenant);
        if (waiting) setTimeout(() => hear(tenant), SOON).unref();
      } catch (error) {
        note(error);
      }
    }
  };
  const run = (): void => {
    running ??= work().finally(() => {
      running = null;
      if (asked.size > 0 && !closed) run();
    });
  };
  const hear = (tenant: string): void => {
    asked.add(tenant);
    if (!closed) run();
  };
  const look = (): void => {
    tenantsToTell(pool).then((tenants) => tenants.forEach(hear), note);
  };
  const listener = openListener({ connection, hear, ready: look });
  const timer = setInterval(look, poll);
  timer.unref();
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      await listener.close();
      await running;
    },
  };
};
