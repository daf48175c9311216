import type { Row } from '@sluice/core';
import type { deal } from '@sluice/core/blueprints';

/** Typed by the blueprint: a stage is one of its stages, an amount a number, a due date a text. */
type Deal = Pick<Row<typeof deal>, 'client' | 'stage' | 'sector' | 'dueOn'> & { readonly amount: number };

/** Amounts in major units, as JSON on the wire has them. */
export const deals: readonly Deal[] = [
  { client: 'Atelier Lumen', amount: 12_500, stage: 'won', sector: 'Energy', dueOn: null },
  { client: 'Brasserie du Quai', amount: 8000, stage: 'qualified', sector: 'Retail', dueOn: '2025-03-14' },
  { client: 'Clinique Azur', amount: 21_300.5, stage: 'negotiation', sector: 'Health', dueOn: '2025-02-28' },
];

/** The stages that the page lets a visitor pick; a word that is no stage does not compile. */
export const STAGES = ['prospect', 'qualified', 'negotiation', 'won'] as const satisfies readonly Deal['stage'][];
