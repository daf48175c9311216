import { choice } from './choice.ts';
import type { KindRules } from './kind.ts';

/** A step of a pipeline, by its key. */
export const stage: KindRules = choice;
