import type { Notice } from '@sluice/core';

/** Who listens to the writes of a tenant on this server. */
export interface Notices {
  readonly announce: (tenant: string, notice: Notice) => void;
  readonly listen: (tenant: string, listener: (notice: Notice) => void) => () => void;
}

/** A room for notices, one per server. */
export const openNotices = (): Notices => {
  const listeners = new Map<string, Set<(notice: Notice) => void>>();
  return {
    announce: (tenant, notice) => {
      for (const listener of listeners.get(tenant) ?? []) listener(notice);
    },
    listen: (tenant, listener) => {
      const there = listeners.get(tenant) ?? new Set();
      listeners.set(tenant, there.add(listener));
      return () => {
        there.delete(listener);
        if (there.size === 0) listeners.delete(tenant);
      };
    },
  };
};
