import { addDays, truncate } from '@sluice/core';
import type { Chance } from './chance.ts';
import { type DemoDraft, type Maker, textIn } from './make.ts';

/** Investors of a round: name, kind, stage, ticket in thousands, warmth, days since they were written to (0: not yet). */
const INVESTORS = [
  ['Halcyon Ventures', 'ventureCapital', 'termSheet', 600, 'hot', 96],
  ['Fonds Méridien', 'ventureCapital', 'dueDiligence', 450, 'hot', 81],
  ['Tamarin Capital', 'ventureCapital', 'pitch', 500, 'warm', 54],
  ['Quai Nord Partners', 'ventureCapital', 'meeting', 350, 'warm', 33],
  ['Lindqvist Family Office', 'familyOffice', 'closing', 250, 'hot', 110],
  ['Maison Aubrac', 'familyOffice', 'contacted', 150, 'cold', 18],
  ['Claire Vasseur', 'businessAngel', 'invested', 60, 'hot', 132],
  ['Idris Okafor', 'businessAngel', 'invested', 40, 'hot', 125],
  ['Marta Silvestri', 'businessAngel', 'pitch', 50, 'warm', 47],
  ['Bastion Industries', 'corporate', 'meeting', 400, 'warm', 29],
  ['Région Innovation', 'publicFund', 'dueDiligence', 200, 'warm', 74],
  ['Pépinière 44', 'accelerator', 'passed', 80, 'cold', 90],
  ['Northgate Seed', 'ventureCapital', 'passed', 300, 'cold', 68],
  ['Albatros Finance', 'bank', 'identified', 250, 'cold', 0],
] as const;
const PEOPLE = ['Partner', 'Associée', 'Principal', 'Investment director'];
const FIRST = ['Agathe', 'Bruno', 'Celia', 'Dorian', 'Esther', 'Farid', 'Gwen', 'Hugo', 'Iris', 'Jules'];
const LAST = ['Arnaud', 'Bellamy', 'Costa', 'Delmas', 'Eriksen', 'Fontaine', 'Girard', 'Haddad'];
const SAID = [
  ['call', 'First call: the market, the team, how the money would be used'],
  ['meeting', 'Pitch in front of two partners; they ask for the cohorts'],
  ['mail', 'Sent the data room and the cap table'],
  ['meeting', 'Référence clients : deux appels organisés'],
  ['call', 'They will answer after their committee'],
  ['note', 'Knows our first customer, could open a door'],
] as const;

/** What stands in the demo about a round of financing, in the order in which it can be made. */
export type Round = Readonly<
  Record<'investor' | 'investorContact' | 'interaction' | 'kpi' | 'monthlyKpi', readonly DemoDraft[]>
>;

const ASIDE = new Set(['identified', 'passed']);

/** 14 investors with whom a round is talked over, whom one speaks to there, what was said, and half a year of figures. */
export const roundRecords = (make: Maker, chance: Chance, today: string, people: readonly DemoDraft[]): Round => {
  const investor = INVESTORS.map(([name, kind, stage, thousands, warmth, since]) => {
    const contactedOn = since === 0 ? null : addDays(today, -since);
    const ticket = thousands * 100_000;
    return make(
      {
        name,
        fund: kind === 'ventureCapital' ? `${name.split(' ')[0]} II` : null,
        kind,
        stage,
        warmth,
        ticket,
        ticketMin: ticket / 2,
        ticketMax: ticket * 2,
        committed: stage === 'invested' ? ticket : null,
        leads: name === 'Halcyon Ventures',
        source: chance.pick(['introduction', 'introduction', 'inbound', 'outreach', 'event']),
        geography: chance.pick(['France', 'Europe', 'United Kingdom']),
        contactedOn,
        repliedOn: contactedOn === null || stage === 'contacted' ? null : addDays(contactedOn, chance.between(1, 9)),
        nextStepOn: ASIDE.has(stage) || stage === 'invested' ? null : addDays(today, chance.between(1, 14)),
        nextStep:
          ASIDE.has(stage) || stage === 'invested' ? null : chance.pick(['Send the figures', 'Call the partner']),
        expectedOn: ASIDE.has(stage) || stage === 'invested' ? null : addDays(today, chance.between(20, 70)),
        closedOn: stage === 'invested' || stage === 'passed' ? addDays(today, -chance.between(5, 40)) : null,
        owner: chance.pick(people).id,
      },
      contactedOn ?? today,
    );
  });
  const met = investor.filter(({ values }) => values['contactedOn'] !== undefined);
  const investorContact = met.map((at) => {
    const alone = at.values['kind'] === 'businessAngel';
    return make(
      {
        name: alone ? textIn(at, 'name') : `${chance.pick(FIRST)} ${chance.pick(LAST)}`,
        investor: at.id,
        position: alone ? null : chance.pick(PEOPLE),
        decides: chance.happens(0.6),
      },
      textIn(at, 'contactedOn'),
    );
  });
  const interaction = met.flatMap((about, at) =>
    SAID.slice(0, chance.between(2, SAID.length)).map(([kind, summary], step) => {
      const heldOn = addDays(textIn(about, 'contactedOn'), 2 + step * 9);
      const contact = investorContact[at]?.id ?? null;
      return make({ kind, summary, heldOn, investor: about.id, contact, owner: about.values['owner'] ?? null }, heldOn);
    }),
  );
  const held = interaction.filter((one) => textIn(one, 'heldOn') <= today);
  const months = [truncate(today, 'month')];
  while (months.length < 6) months.push(truncate(addDays(months.at(-1) ?? today, -1), 'month'));
  const kpi = months.flatMap((month) =>
    met.slice(0, 6).map(({ id }) =>
      make(
        {
          investor: id,
          year: Number(month.slice(0, 4)),
          month: Number(month.slice(5, 7)),
          meetings: chance.between(0, 4),
          pitches: chance.between(0, 2),
          closings: chance.happens(0.1) ? 1 : 0,
        },
        month,
      ),
    ),
  );
  const monthlyKpi = months.map((month, back) =>
    make(
      {
        month,
        mrr: (42 - back * 3) * 100_000 + chance.between(0, 90_000),
        users: 640 - back * 45,
        churn: chance.between(150, 320),
        cash: (310 + back * 38) * 100_000,
        burn: 4_100_000 - back * 80_000,
      },
      month,
    ),
  );
  return { investor, investorContact, interaction: held, kpi, monthlyKpi };
};
