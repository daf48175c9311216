import { addDays } from '@sluice/core';
import type { Chance } from './chance.ts';
import { type DemoDraft, type Maker, textIn } from './make.ts';

/** Somebody who wrote in: name, brand, sector, status, days ago. */
const LEADS = [
  ['Noémie Chastain', 'Atelier Chastain', 'Commerce', 'new', 0],
  ['Oscar Wendell', 'Wendell Bikes', 'Tourisme', 'new', 1],
  ['Inès Barrault', null, null, 'new', 3],
  ['Theo Marsh', 'Marsh & Daughters', 'Conseil', 'contacted', 4],
  ['Salomé Perrin', 'Perrin Traiteur', 'Restauration', 'contacted', 6],
  ['Karl Aldous', 'Aldous Press', 'Culture', 'contacted', 12],
  ['Léonie Sabatier', 'Clinique Sabatier', 'Santé', 'meetingScheduled', 9],
  ['Ruth Ellery', 'Ellery Foods', 'Agroalimentaire', 'meetingScheduled', 15],
  ['Victor Delorme', 'Delorme Bois', 'Bâtiment', 'meetingScheduled', 20],
  ['Ana Whitfield', 'Whitfield Homes', 'Immobilier', 'lost', 33],
  ['Pierre Cazenave', 'Cazenave Transports', 'Transport', 'lost', 41],
  ['June Harrow', 'Harrow Energy', 'Énergie', 'lost', 58],
] as const;
const STAGES = [
  'initialInterest',
  'infoRequested',
  'firstCallScheduled',
  'pitchDelivered',
  'proposalSent',
  'negotiation',
  'verbalCommitment',
  'won',
  'lost',
] as const;
const TITLES = ['Refonte du site', 'Campagne de printemps', 'Brand book', 'Film de marque', 'SEO audit', 'Application'];
const DONE = [
  ['call', 'Called, will call back'],
  ['email', 'Devis envoyé'],
  ['meeting', 'Workshop with the team'],
  ['note', 'Décideur : la directrice financière'],
] as const;

/** What stands in the demo about an agency's work, in the order in which it can be made. */
export type Agency = Readonly<Record<'lead' | 'opportunity' | 'activity', readonly DemoDraft[]>>;

/** 12 leads, 18 opportunities in every stage there is, and what was done about them. */
export const agencyRecords = (
  make: Maker,
  chance: Chance,
  { today, people, known }: { today: string; people: readonly DemoDraft[]; known: readonly DemoDraft[] },
): Agency => {
  const lead = LEADS.map(([name, brand, sector, status, ago]) => {
    const createdOn = addDays(today, -ago);
    return make(
      {
        name,
        brand,
        sector,
        status,
        email: `${name
          .normalize('NFD')
          .replace(/[^A-Za-z ]/g, '')
          .replace(' ', '.')
          .toLowerCase()}@lead.example`,
        priority: chance.pick(['a', 'b', 'b', 'c']),
        source: chance.pick(['website', 'website', 'referral', 'linkedin', 'coldCall', 'event']),
        score: chance.between(15, 95),
        owner: status === 'new' ? null : chance.pick(people).id,
        createdOn,
        convertedOn: status === 'lost' ? addDays(createdOn, 20) : null,
      },
      createdOn,
    );
  });
  const opportunity = [...STAGES, ...STAGES].map((stage) => {
    const about = chance.pick(known);
    const createdOn = addDays(today, -chance.between(15, 150));
    const closed = stage === 'won' || stage === 'lost';
    return make(
      {
        title: chance.pick(TITLES),
        account: about.values['company'] ?? null,
        contact: about.id,
        amount: chance.between(6, 90) * 50_000,
        stage,
        createdOn,
        expectedOn: closed ? null : addDays(today, chance.between(-5, 60)),
        closedOn: closed ? addDays(createdOn, 14) : null,
        owner: chance.pick(people).id,
      },
      createdOn,
    );
  });
  const activity = opportunity.flatMap((about) =>
    DONE.slice(0, chance.between(1, DONE.length)).map(([kind, subject], step) => {
      const day = addDays(textIn(about, 'createdOn'), 1 + step * 3);
      const at = `${day}T${String(9 + step * 2).padStart(2, '0')}:30:00.000Z`;
      return make({ kind, subject, at, opportunity: about.id, owner: about.values['owner'] ?? null }, day);
    }),
  );
  return { lead, opportunity, activity };
};
