import type { Operation, Session, Tenants } from '../routes/context.ts';
import { demoRecords } from './demo.ts';

/** The short name of the tenant that shows what Sluice is. */
export const DEMO = 'demo';

/**
 * Fills the demo tenant when it holds nothing, all of it in one transaction. Says whether it did. Throws what the source throws.
 */
export const loadDemo = async (tenants: Pick<Tenants, 'sourceFor'>, today: string): Promise<boolean> => {
  const session: Session = { tenant: DEMO, role: 'admin', actor: 'demo', via: 'token' };
  const source = await tenants.sourceFor(session, 'demo');
  if (!source) return false;
  for (const entity of source.model.entities) {
    const listed = await source.list({ entity: entity.name, limit: 1 });
    if (listed.ok && listed.value.total > 0) return false;
  }
  const operations = Object.entries(demoRecords(today)).flatMap(([entity, drafts]) =>
    drafts.map(({ id, values }): Operation => ({ op: 'create', entity, id, values })),
  );
  // as an import, whose deals tell by their own dates and stage changes what was before
  const done = await source.bulk(operations, { cause: 'import demo' });
  if (done.ok) return true;
  const { entity = '' } = operations[done.at] ?? {};
  throw new Error(`The demo could not be made (${entity}): ${done.issues.map((one) => one.message).join(' ')}`);
};
