import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { inject } from 'vitest';

/** Something that was measured, beside what is asked of it. */
export interface Figure {
  readonly what: string;
  readonly is: number;
  readonly least?: number;
  readonly most?: number;
  /** It is as good as the machine and what else it does: told, and no reason for a test to fail. */
  readonly ofTheMachine?: true;
}

export const atLeast = (what: string, is: number, least: number): Figure => ({ what, is, least });
export const atMost = (what: string, is: number, most: number): Figure => ({ what, is, most });
export const none = (what: string, is: number): Figure => atMost(what, is, 0);
/** Told, and nothing asked of it. */
export const plainly = (what: string, is: number): Figure => ({ what, is });
/** Milliseconds, megabytes: what is asked of them is in the report, which says whether it was met. */
export const ofTheMachine = (figure: Figure): Figure => ({ ...figure, ofTheMachine: true });

/** Whether a figure is what was asked. */
export const isMet = ({ is, least = -Infinity, most = Infinity }: Figure): boolean => is >= least && is <= most;

/**
 * Notes what a goal was measured at, in the file that `npm run test:long` makes its report from, or on the terminal.
 * @returns the figures that are not what was asked, but for those of the machine: nothing, in a test that passes
 */
export const note = (goal: string, what: string, figures: readonly Figure[]): readonly Figure[] => {
  const line = JSON.stringify({ goal, what, engine: inject('engine'), figures });
  const file = process.env['SLUICE_MEASURED'];
  if (file) {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${line}\n`);
  } else console.log(line);
  return figures.filter((figure) => figure.ofTheMachine === undefined && !isMet(figure));
};
