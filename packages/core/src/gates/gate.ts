import { evaluate, type Reader } from '../expr/evaluate.ts';
import type { Moment } from '../expr/tree.ts';
import { type Issue, issue } from '../issue.ts';
import { labelIn } from '../kinds/index.ts';
import type { Entity, Gate } from '../model/index.ts';

/** A rule that fired on a record. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly gate: Gate;
}

/** What a gate says of one record. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** 100 − 40 · errors − 10 · warnings; kept raw, shown clamped at 0. */
  readonly score: number;
  /** No error and a score of at least 80: at most two warnings. */
  readonly pass: boolean;
}

const PASS = 80;

/** 100 − 40 · errors − 10 · warnings, and whether that passes. */
export const score = (errors: number, warnings: number): { readonly score: number; readonly pass: boolean } => {
  const points = 100 - 40 * errors - 10 * warnings;
  return { score: points, pass: errors === 0 && points >= PASS };
};

/** Runs rules over one record. A rule fires only when its condition is true, never when it is unknown. */
export const judge = (gates: readonly Gate[], reader: Reader, moment: Moment): Verdict => {
  const findings = gates
    .filter((gate) => evaluate(gate.fails, reader, moment) === true)
    .map((gate): Finding => ({ code: gate.code, severity: gate.severity, gate }));
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return { findings, ...score(errors, findings.length - errors) };
};

/** A finding as an issue, worded in a language. */
export const findingIssue = (finding: Finding, language = 'en'): Issue =>
  issue(`gate_${finding.code}`, [], { severity: finding.severity, message: labelIn(finding.gate.message, language) });

/** Share of the evaluated that did not pass, as a ratio 0–1; null when nothing was evaluated. */
export const gatingRate = (verdicts: readonly Verdict[]): number | null =>
  verdicts.length === 0 ? null : verdicts.filter((verdict) => !verdict.pass).length / verdicts.length;

/**
 * Whether a record may move to the stage it is asked to: an error gate that fires after the move and did not fire before refuses it.
 * Edits that do not move the stage pass; warnings never refuse.
 */
export const admit = (
  entity: Entity,
  { before, after }: { readonly before: Reader; readonly after: Reader },
  moment: Moment,
): readonly Issue[] => {
  const stage = entity.stage?.name;
  if (stage === undefined || before([], stage) === after([], stage)) return [];
  const already = new Set(judge(entity.gates, before, moment).findings.map((finding) => finding.code));
  return judge(entity.gates, after, moment)
    .findings.filter((finding) => finding.severity === 'error' && !already.has(finding.code))
    .map((finding) => findingIssue(finding));
};
