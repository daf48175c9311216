/** An import that a server was told to write. */
export interface UnderWay {
  readonly id: string;
  readonly digest: string;
  /** The name of the file. */
  readonly name: string;
}

/** Where a note stands: one for each entity of a tenant, in the tab that began the import, over its reloads. */
const keyOf = (tenant: string, entity: string): string => `sluice import ${tenant} ${entity}`;

/** A page may have no storage: then a reload forgets, and the server writes on all the same. */
const stored = <T>(work: (storage: Storage) => T): T | null => {
  try {
    return work(sessionStorage);
  } catch {
    return null;
  }
};

/** Notes that an import is under way. */
export const noteUnderWay = (tenant: string, entity: string, { id, digest, name }: UnderWay): void => {
  stored((storage) => storage.setItem(keyOf(tenant, entity), JSON.stringify({ id, digest, name })));
};

/** The import that this tab left under way; null when there is none. */
export const importUnderWay = (tenant: string, entity: string): UnderWay | null => {
  const text = stored((storage) => storage.getItem(keyOf(tenant, entity)));
  if (text === null) return null;
  try {
    const { id, digest, name } = (JSON.parse(text) ?? {}) as Partial<Record<keyof UnderWay, unknown>>;
    const whole = typeof id === 'string' && typeof digest === 'string' && typeof name === 'string';
    return whole ? { id, digest, name } : null;
  } catch {
    return null;
  }
};

/** Forgets an import that has ended. */
export const forgetUnderWay = (tenant: string, entity: string): void => {
  stored((storage) => storage.removeItem(keyOf(tenant, entity)));
};
