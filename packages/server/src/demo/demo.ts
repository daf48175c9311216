import { addDays, diffDays, fold, newId, truncate, type Value } from '@sluice/core';
import { type Agency, agencyRecords } from './agency.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { DemoDraft, Maker } from './make.ts';
import { type Round, roundRecords } from './round.ts';
import {
  COLLEAGUES,
  COMPANIES,
  EVENTS,
  FIRST_NAMES,
  FRENCH_COMPANIES,
  LAST_NAMES,
  NOTES,
  POSITIONS,
  PRODUCTS,
  TAGS,
  TASKS,
} from './words.ts';

/** The demo tenant: drafts by entity, in the order in which they can be made (links lead back, never forward). */
export type DemoRecords = Round &
  Agency &
  Readonly<
    Record<
      'user' | 'company' | 'contact' | 'deal' | 'stageChange' | 'marketingEvent' | 'quota' | 'task',
      readonly DemoDraft[]
    >
  >;

const CONTACTS = 120;
const DEALS = 400;
const SEED = 20_250_205;
const TWO_YEARS = 730;

type Country = 'fr' | 'en';

const ascii = (text: string): string =>
  fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const countryOf = (at: number): Country => (at < FRENCH_COMPANIES ? 'fr' : 'en');
const named = (country: Country): string => (country === 'fr' ? 'France' : 'United Kingdom');

const phone = (chance: Chance, country: Country): string => {
  const digits = String(chance.between(0, 9999)).padStart(4, '0');
  return country === 'fr' ? `+33 1 99 00 ${digits.slice(0, 2)} ${digits.slice(2)}` : `+44 1632 960${digits.slice(1)}`;
};

const users = (make: Maker, since: string): readonly DemoDraft[] =>
  COLLEAGUES.map(([name, team], at) =>
    make(
      {
        name,
        team,
        email: `${ascii(name).replace('-', '.')}@sluice.example`,
        active: at !== 3,
        manager: COLLEAGUES[0]?.[0] ?? null,
      },
      since,
    ),
  );

const companies = (make: Maker, chance: Chance, since: string): readonly DemoDraft[] =>
  COMPANIES.map(([name, sector, city], at) =>
    make(
      {
        name,
        sector,
        city,
        country: named(countryOf(at)),
        website: chance.happens(0.85) ? `https://${ascii(name)}.example` : null,
        phone: chance.happens(0.8) ? phone(chance, countryOf(at)) : null,
        employees: chance.happens(0.9) ? Math.round(Math.exp(3.4 + chance.bell())) : null,
        founded: chance.happens(0.6) ? chance.between(1921, 2021) : null,
        tags: chance.happens(0.2) ? [chance.pick(TAGS)] : null,
      },
      since,
    ),
  );

const contacts = (
  make: Maker,
  chance: Chance,
  { since, people, firms }: { since: string; people: readonly DemoDraft[]; firms: readonly DemoDraft[] },
): readonly DemoDraft[] =>
  Array.from({ length: CONTACTS }, (_, at) => {
    const place = at % firms.length;
    const country = countryOf(place);
    const firm = firms[place];
    const name = `${chance.pick(FIRST_NAMES[country])} ${chance.pick(LAST_NAMES[country])}`;
    const domain = ascii(COMPANIES[place]?.[0] ?? 'company');
    return make(
      {
        name,
        company: firm?.id ?? null,
        email: chance.happens(0.92) ? `${ascii(name).replaceAll('-', '.')}@${domain}.example` : null,
        phone: chance.happens(0.7) ? phone(chance, country) : null,
        position: chance.happens(0.85) ? chance.pick(POSITIONS[country]) : null,
        city: firm?.values['city'] ?? null,
        country: named(country),
        owner: chance.happens(0.9) ? chance.pick(people).id : null,
      },
      since,
    );
  });

/** Where a deal stands, by its age in days: what is old is closed, what is young is at the beginning. */
const standing = (
  chance: Chance,
  { created, age, today }: { created: string; age: number; today: string },
): Readonly<Record<string, Value>> => {
  const cycle = Math.min(240, Math.round(Math.exp(3.9 + 0.6 * chance.bell())));
  if (cycle <= age && !chance.happens(0.07)) {
    const won = chance.happens(0.42);
    const closedOn = addDays(created, Math.max(1, cycle));
    const dueOn = chance.happens(0.9) ? addDays(closedOn, chance.between(-12, 10)) : null;
    return { stage: won ? 'won' : 'lost', closedOn, dueOn };
  }
  const far = age / cycle + chance.next() * 0.5;
  const stage = far < 0.5 ? 'prospect' : far < 1.05 ? 'qualified' : chance.happens(0.3) ? 'followUp' : 'negotiation';
  const due = addDays(today, Math.round(16 + 24 * chance.bell()));
  const earliest = addDays(created, 7);
  const dueOn = chance.happens(0.92) ? (due < earliest ? earliest : due) : null;
  return { stage, dueOn, ...(chance.happens(0.08) ? { probability: chance.between(3, 17) * 500 } : {}) };
};

const deals = (
  make: Maker,
  chance: Chance,
  {
    today,
    people,
    firms,
    known,
  }: {
    today: string;
    people: readonly DemoDraft[];
    firms: readonly DemoDraft[];
    known: readonly DemoDraft[];
  },
): readonly DemoDraft[] => {
  // More of them lately than two years ago.
  const ages = Array.from({ length: DEALS }, () => Math.floor(TWO_YEARS * chance.next() ** 2)).sort((a, b) => b - a);
  return ages.map((age, at) => {
    const created = addDays(today, -age);
    const place = Math.min(firms.length - 1, Math.floor(firms.length * chance.next() ** 1.3));
    const firm = firms[place];
    const met = known.filter((one) => one.values['company'] === firm?.id);
    const size = Math.exp(8.6 + 0.9 * chance.bell());
    const values = standing(chance, { created, age, today });
    const late = values['stage'] === 'negotiation';
    const signed = values['stage'] === 'won' ? values['closedOn'] : null;
    return make(
      {
        client: firm?.values['name'] ?? null,
        account: chance.happens(0.94) ? (firm?.id ?? null) : null,
        contact: met.length > 0 && chance.happens(0.8) ? chance.pick(met).id : null,
        amount: chance.happens(0.95) ? Math.max(1, Math.round(size / 50)) * 5000 : null,
        sector: chance.happens(0.95) ? (firm?.values['sector'] ?? null) : null,
        product: chance.happens(0.9) ? chance.pick(PRODUCTS) : null,
        priority: chance.happens(0.6) ? chance.pick(['high', 'medium', 'medium', 'low']) : null,
        owner: chance.happens(late ? 0.97 : 0.93) ? chance.pick(people).id : null,
        reference: `D-${String(at + 1).padStart(4, '0')}`,
        createdOn: created,
        startOn: typeof signed === 'string' && chance.happens(0.8) ? addDays(signed, 14) : null,
        tags: chance.happens(0.25) ? [chance.pick(TAGS)] : null,
        notes: chance.happens(0.3) ? chance.pick(NOTES) : null,
        ...values,
      },
      created,
    );
  });
};

const events = (make: Maker, chance: Chance, today: string, sold: readonly DemoDraft[]): readonly DemoDraft[] =>
  EVENTS.map(([name, format], at) => {
    const heldOn = addDays(today, 45 - at * 60 + chance.between(-9, 9));
    const past = heldOn < today;
    return make(
      {
        name,
        format,
        heldOn,
        budget: chance.happens(0.85) ? chance.between(4, 60) * 10_000 : null,
        attendees: past ? chance.between(8, 90) : 0,
        deals: past
          ? Array.from({ length: 3 }, () => chance.pick(sold).id).filter((id, i, all) => all.indexOf(id) === i)
          : null,
      },
      today,
    );
  });

/** What each colleague is to win in the quarter of today, in cents. */
const QUOTA = 4_000_000;

const quotas = (make: Maker, today: string, people: readonly DemoDraft[]): readonly DemoDraft[] => {
  const fromOn = truncate(today, 'quarter');
  const toOn = addDays(truncate(addDays(fromOn, 100), 'quarter'), -1);
  return people.map((owner) => make({ owner: owner.id, amount: QUOTA, fromOn, toOn }, fromOn));
};

const tasks = (
  make: Maker,
  chance: Chance,
  { today, people, known }: { today: string; people: readonly DemoDraft[]; known: readonly DemoDraft[] },
): readonly DemoDraft[] =>
  TASKS.map(([title, kind], at) =>
    make(
      {
        title,
        kind,
        priority: chance.pick(['low', 'medium', 'high']),
        status: 'pending',
        dueOn: addDays(today, at * 2 - 5),
        contact: chance.pick(known).id,
        assignee: chance.pick(people).id,
      },
      addDays(today, -10),
    ),
  );

/** The stages a deal went through before the one it stands in: some skip one, lost ones gave up on the way. */
const wayOf = (chance: Chance, stage: unknown): readonly string[] => {
  const far = chance.next();
  switch (stage) {
    case 'followUp':
      return ['prospect'];
    case 'qualified':
      return far < 0.25 ? ['prospect', 'followUp'] : ['prospect'];
    case 'negotiation':
      return far < 0.9 ? ['prospect', 'qualified'] : ['prospect'];
    case 'won':
      return far < 0.8 ? ['prospect', 'qualified', 'negotiation'] : ['prospect', 'qualified'];
    case 'lost':
      return far < 0.45
        ? ['prospect']
        : far < 0.8
          ? ['prospect', 'qualified']
          : ['prospect', 'qualified', 'negotiation'];
    default:
      return [];
  }
};

/** When each deal entered its stages, between the day it was created and the day it was closed, or today. */
const stageChanges = (make: Maker, chance: Chance, today: string, sold: readonly DemoDraft[]): readonly DemoDraft[] =>
  sold.flatMap(({ id, values: { stage, createdOn, closedOn } }) => {
    if (typeof createdOn !== 'string' || typeof stage !== 'string') return [];
    const way = [...wayOf(chance, stage), stage];
    const closed = typeof closedOn === 'string' ? closedOn : null;
    const age = diffDays(createdOn, closed ?? today);
    const days = way.slice(1).map(() => Math.round(age * chance.next()));
    if (closed) days[days.length - 1] = age;
    return days
      .toSorted((a, b) => a - b)
      .map((day, at) => {
        const on = addDays(createdOn, day);
        return make({ deal: id, from: way[at] ?? null, stage: way[at + 1] ?? stage, on }, on);
      });
  });

/**
 * What a demo tenant starts with: 6 colleagues with their quotas, 60 companies, 120 contacts, 400 deals over two years with the stages they
 * went through, a few events and tasks, a round of financing and the leads and opportunities of an agency, all invented. The same for the same `today` (`YYYY-MM-DD`); due dates lie around it.
 */
export const demoRecords = (today: string): DemoRecords => {
  const chance = chanceOf(SEED);
  const ids = chanceOf(SEED + 1);
  const make: Maker = (values, day) => ({
    id: newId(Date.parse(`${day}T09:00:00Z`) + ids.between(0, 8 * 3_600_000), ids.words),
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
  });
  const since = addDays(today, -TWO_YEARS);
  const user = users(make, since);
  const company = companies(make, chance, since);
  const contact = contacts(make, chance, { since, people: user, firms: company });
  const deal = deals(make, chance, { today, people: user, firms: company, known: contact });
  const stageChange = stageChanges(make, chanceOf(SEED + 2), today, deal);
  const marketingEvent = events(make, chance, today, deal);
  const quota = quotas(make, today, user);
  const task = tasks(make, chance, { today, people: user, known: contact });
  const round = roundRecords(make, chanceOf(SEED + 3), today, user);
  const agency = agencyRecords(make, chanceOf(SEED + 4), { today, people: user, known: contact });
  return { user, company, contact, deal, stageChange, marketingEvent, quota, task, ...round, ...agency };
};
