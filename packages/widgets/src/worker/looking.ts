/**
 * What looks into files that are to be imported, where a worker reads. With a bundler it stands in the worker's script; the drop-in is
 * built with ./looking.drop-in.ts in place of this file.
 */
import { lookInto } from './look.ts';

export const looking = (): Promise<{ readonly lookInto: typeof lookInto }> => Promise.resolve({ lookInto });
