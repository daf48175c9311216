import type { Entity } from '@sluice/core';
import type { Answered, Asking } from '../../sources/answered.ts';
import { keepOverlay, type Settings, settingsFrom } from '../../sources/settings.ts';
import { withStage } from '../settings/edit.ts';

/**
 * Gives a stage another probability, in basis points, for everybody of the tenant: a change of its settings like any other, with its entry
 * in the journal, refused to whoever may not change them. Open deals whose probability nobody set follow.
 */
export const adoptProbability = async (
  ask: Asking,
  { name, stage: field }: Entity,
  stage: string,
  probability: number,
): Promise<Answered<Settings>> => {
  const read = await settingsFrom(ask);
  if (!read.ok) return read;
  const { overlay, version } = read.value;
  const change = { key: stage, probability: probability / 100 };
  return keepOverlay(ask, withStage(overlay, name, field?.pipeline?.name ?? '', change), version);
};
