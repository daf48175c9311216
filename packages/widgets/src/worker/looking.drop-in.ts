import type { lookInto } from './look.ts';

/** What looks into files that are to be imported: loaded when there is one. */
export const looking = (): Promise<{ readonly lookInto: typeof lookInto }> => import('./look.ts');
