import type { Blueprint, Issue, Overlay } from '@sluice/core';
import type { Answered, Asking } from './answered.ts';
import { isObject, unreadableError } from './failure.ts';
import type { RemoteAnswer } from './remote-types.ts';
import { isIssue } from './wire.ts';

/** What a tenant says about itself. */
export interface Organisation {
  readonly name: string;
  readonly label: string;
  /** IANA */
  readonly zone: string;
  /** ISO 4217 */
  readonly currency: string;
}

/** The settings of a tenant. */
export interface Settings {
  readonly version: number;
  readonly tenant: Organisation;
  readonly overlay: Overlay;
  /** The product's own, without anything that the tenant added. */
  readonly blueprint: Blueprint;
}

/** Records that a new or changed rule would catch now. */
export interface Affected {
  readonly entity: string;
  readonly gate: string;
  readonly records: number;
}

/** What an overlay would do. */
export interface Preview {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
  readonly affected: readonly Affected[];
}

const settingsIn = ({ json }: RemoteAnswer): Settings => {
  const { version, tenant, overlay, blueprint } = isObject(json) ? json : {};
  if (typeof version !== 'number' || !isObject(tenant) || !isObject(overlay) || !isObject(blueprint))
    throw unreadableError('What came back is not the settings of a Sluice server.');
  return { version, tenant, overlay, blueprint } as unknown as Settings;
};

const previewIn = ({ json }: RemoteAnswer): Preview => {
  const { ok, issues, affected } = isObject(json) ? json : {};
  return {
    ok: ok === true,
    issues: Array.isArray(issues) ? issues.filter(isIssue) : [],
    affected: Array.isArray(affected)
      ? affected.filter(isObject).map(({ entity, gate, records }) => ({
          entity: typeof entity === 'string' ? entity : '',
          gate: typeof gate === 'string' ? gate : '',
          records: typeof records === 'number' ? records : 0,
        }))
      : [],
  };
};

export const settingsFrom = (ask: Asking): Promise<Answered<Settings>> => ask('get', 'settings', settingsIn);

/** Says what an overlay would do; changes nothing. */
export const previewOf = (ask: Asking, overlay: Overlay): Promise<Answered<Preview>> =>
  ask('post', 'settings/preview', previewIn, { json: { overlay } });

/** Keeps an overlay, when the settings are still those that were read. */
export const keepOverlay = (ask: Asking, overlay: Overlay, version: number): Promise<Answered<Settings>> =>
  ask('put', 'settings', settingsIn, { json: { overlay }, version });

/** Changes what a tenant says about itself. */
export const keepOrganisation = (
  ask: Asking,
  change: Partial<Omit<Organisation, 'name'>>,
  version: number,
): Promise<Answered<Settings>> => ask('patch', 'settings', settingsIn, { json: change, version });
