// The settings of an organisation, for tests and stories. No part of the package.
import type { Overlay } from '@sluice/core';
import { crm } from '@sluice/core/blueprints';
import { testAsking } from './account-testing.ts';

/** A server that keeps an overlay of nothing. `stale`: somebody else is always first. Three records break any rule that is added. */
export const settingsServer = ({ stale = false }: { readonly stale?: boolean } = {}) => {
  let overlay: Overlay = {};
  let version = 1;
  let tenant = { name: 'demo', label: 'Demo', zone: 'Europe/Paris', currency: 'EUR' };
  const now = () => ({ version, tenant, overlay, blueprint: crm });
  const sent = (json: unknown): Overlay => (json as { readonly overlay: Overlay }).overlay;
  const server = testAsking({
    'get settings': () => [200, now()],
    'post settings/preview': (json) => {
      const gates = Object.keys(sent(json).entities?.['deal']?.gates ?? {});
      return [
        200,
        { ok: true, issues: [], changes: [], affected: gates.map((gate) => ({ entity: 'deal', gate, records: 3 })) },
      ];
    },
    'put settings': (json) => {
      if (stale) return [412, { code: 'changed_meanwhile' }];
      overlay = sent(json);
      version += 1;
      return [200, now()];
    },
    'patch settings': (json) => {
      tenant = { ...tenant, ...(json as object) };
      version += 1;
      return [200, now()];
    },
  });
  return { ...server, kept: () => overlay };
};
