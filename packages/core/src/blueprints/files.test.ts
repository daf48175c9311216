import { describe, expect, it } from 'vitest';
import { intake, type Intake } from '../intake/index.ts';
import { bytes, counter, crmModel } from '../intake/testing.ts';
import type { Rec } from '../records/index.ts';
import { memorySource } from '../source/memory.ts';

// Invented files of the systems, with the headings and the words that they have there: nobody should have to correct how they are read.

const TODAY = '2025-02-05';
const ids = counter();

const read = (entity: string, csv: string, more: Readonly<Record<string, string>> = {}): Intake =>
  intake(bytes(csv), {
    model: crmModel(),
    entity,
    today: TODAY,
    id: ids,
    links: 'create',
    with: Object.fromEntries(Object.entries(more).map(([name, text]) => [name, bytes(text)])),
  });
const mapped = ({ mapping }: Intake): Readonly<Record<string, string>> =>
  Object.fromEntries(mapping.columns.map(({ header, field }) => [header, field]));
const sourceOf = (records: Readonly<Record<string, readonly Rec[]>>) =>
  memorySource({
    model: crmModel(),
    records,
    moment: () => ({ today: TODAY, zone: 'Europe/Paris' }),
    now: () => `${TODAY}T09:00:00.000Z`,
    id: ids,
  });
const clean = (taken: Intake): void => {
  expect(taken.mapping.unmatched).toEqual([]);
  expect(taken.rejected).toEqual([]);
  expect(taken.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
};

const INVESTORS = `Nom;Fonds;Type d'investisseur;Étape;Ticket min;Ticket max;Montant engagé;Chef de file;Secteurs;Pays;Chaleur;Origine;Contacté le;Répondu le;Date de relance;Responsable;E-mail
Anne Morel;Alpha Capital;VC;Due diligence;200 000 €;600 000 €;;oui;SaaS, Santé;France;Chaud;Mise en relation;06/01/2025;09/01/2025;03/02/2025;Léa;anne@alpha.example
Paul Roche;;Business angel;RDV;25 000 €;;;non;SaaS;Belgique;Tiède;Salon;13/01/2025;;14/02/2025;;paul@roche.example
Bêta Ventures;Bêta Ventures;Fonds;A investi;100 000 €;300 000 €;250 000 €;non;IA;France;Chaud;Entrant;04/11/2024;05/11/2024;;Léa;
Gamma Office;;Family office;Refusé;;;;non;;Suisse;Froid;Prospection;13/12/2024;;;;
`;

describe('files of the investors', () => {
  it('are read without a correction, French headings and all', () => {
    const taken = read('investor', INVESTORS);
    clean(taken);
    expect(mapped(taken)).toEqual({
      Nom: 'name',
      Fonds: 'fund',
      "Type d'investisseur": 'kind',
      Étape: 'stage',
      'Ticket min': 'ticketMin',
      'Ticket max': 'ticketMax',
      'Montant engagé': 'committed',
      'Chef de file': 'leads',
      Secteurs: 'sectors',
      Pays: 'geography',
      Chaleur: 'warmth',
      Origine: 'source',
      'Contacté le': 'contactedOn',
      'Répondu le': 'repliedOn',
      'Date de relance': 'nextStepOn',
      Responsable: 'owner',
      'E-mail': 'email',
    });
    expect(taken.records.map(({ values }) => [values['kind'], values['stage'], values['leads']])).toEqual([
      ['ventureCapital', 'dueDiligence', true],
      ['businessAngel', 'meeting', false],
      ['ventureCapital', 'invested', false],
      ['familyOffice', 'passed', false],
    ]);
  });

  it('give the figures of a round', async () => {
    const taken = read('investor', INVESTORS);
    const source = sourceOf({ investor: taken.records, ...Object.fromEntries(taken.related) });
    const figures = await source.measure({
      entity: 'investor',
      measures: ['raise.committed', 'raise.weighted', 'raise.responseRate', 'raise.byStage', 'winRate'],
    });
    // 400 000 × 50 % + 25 000 × 10 %; of four contacted two replied; one of two decided invested
    expect(figures.ok && figures.value.measures.map(({ values }) => values)).toEqual([
      [250_000_00],
      [202_500_00],
      [0.5],
      [4],
      [0.5],
    ]);
    const late = await source.list({ entity: 'investor', where: 'stage.open and nextStepOn < today()' });
    expect(late.ok && late.value.items.map(({ values }) => [values['name'], values['amount']])).toEqual([
      ['Anne Morel', 400_000_00],
    ]);
  });

  it('bring interactions, the contacts at the investors and the months of each with them', () => {
    const contacts =
      'Nom complet,Fonction,Fonds,Téléphone,Décideur\nZoé Blanc,Associée,Bêta Ventures,+33 6 12 34 56 78,oui\n';
    const people = read('investorContact', contacts, { investor: INVESTORS });
    clean(people);
    expect(mapped(people)).toEqual({
      'Nom complet': 'name',
      Fonction: 'position',
      Fonds: 'investor',
      Téléphone: 'phone',
      Décideur: 'decides',
    });
    const log = read(
      'interaction',
      'Date;Type;Investisseur;Résumé;Prochaine étape;Date de relance\n03/02/2025;Appel;Anne Morel;Questions sur le churn;Envoyer la data room;10/02/2025\n31/01/2025;RDV;Paul Roche;Premier échange;;\n',
      { investor: INVESTORS },
    );
    clean(log);
    expect(log.records.map(({ values }) => [values['kind'], values['heldOn'], values['nextStepOn']])).toEqual([
      ['call', '2025-02-03', '2025-02-10'],
      ['meeting', '2025-01-31', null],
    ]);
    expect(log.records.every(({ values }) => values['investor'] !== null)).toBe(true);
    const months = read(
      'kpi',
      'investor_id,year,month,rdv_count,pitchs,closings\nAnne Morel,2025,1,3,1,0\nAnne Morel,2025,2,1,1,1\n',
      { investor: INVESTORS },
    );
    clean(months);
    expect(mapped(months)).toEqual({
      investor_id: 'investor',
      year: 'year',
      month: 'month',
      rdv_count: 'meetings',
      pitchs: 'pitches',
      closings: 'closings',
    });
    expect(months.records.map(({ values }) => values['meetings'])).toEqual([3, 1]);
  });

  it('bring the figures of the company, one record a month', async () => {
    const csv =
      'Mois;MRR;Utilisateurs;Churn;Trésorerie;Burn\n01/12/2024;10 000 €;200;2,5 %;300 000 €;40 000 €\n01/01/2025;12 000 €;240;2 %;260 000 €;-5 000 €\n';
    const taken = read('monthlyKpi', csv);
    clean(taken);
    const source = sourceOf({ monthlyKpi: taken.records });
    const listed = await source.list({ entity: 'monthlyKpi', sort: ['month'] });
    const shown = listed.ok ? listed.value.items : [];
    expect(shown.map(({ values }) => [values['year'], values['churn'], values['runway'], values['arpu']])).toEqual([
      [2024, 250, 7.5, 50_00],
      [2025, 200, null, 50_00],
    ]);
    const again = await source.create('monthlyKpi', { month: '2025-01-01' });
    expect(again.ok ? [] : again.issues.map(({ code }) => code)).toEqual(['not_unique']);
    const late = await source.create('monthlyKpi', { month: '2025-02-28' });
    expect(late.ok && late.issues.map(({ code }) => code)).toEqual(['gate_notFirstDay']);
    const first = await source.create('monthlyKpi', { month: '2025-03-01' });
    expect(first.ok && first.issues.map(({ code }) => code)).toEqual([]);
  });
});

describe('files of the agency', () => {
  it('bring leads under their original names', () => {
    const taken = read(
      'lead',
      'email,name,brand,sector,phone,status,priority,source,assigned_to,tags,notes,created_at\n' +
        'jean@xyz.example,Jean Dupont,Startup XYZ,SaaS,+33612345678,MEETING_SCHEDULED,A,COLD_CALL,John Doe,"tech,funding",Wants a demo,2025-01-02T10:00:00Z\n' +
        'rosa@abc.example,,ABC,Food,,NEW,C,WEBSITE,,,,2025-01-03T10:00:00Z\n',
    );
    clean(taken);
    expect(mapped(taken)).toEqual({
      email: 'email',
      name: 'name',
      brand: 'brand',
      sector: 'sector',
      phone: 'phone',
      status: 'status',
      priority: 'priority',
      source: 'source',
      assigned_to: 'owner',
      tags: 'tags',
      notes: 'notes',
      created_at: 'createdOn',
    });
    expect(
      taken.records.map(({ values }) => [values['name'], values['status'], values['source'], values['createdOn']]),
    ).toEqual([
      ['Jean Dupont', 'meetingScheduled', 'coldCall', '2025-01-02'],
      ['ABC', 'new', 'website', '2025-01-03'],
    ]);
  });

  it('bring opportunities under their original names, with their stages and companies', () => {
    const taken = read(
      'opportunity',
      'title,contact_id,company_name,value,stage,expected_close_date,probability,assigned_to,notes\n' +
        'Deal Startup XYZ,Marie Martin,Startup XYZ,50000.00,PROPOSAL_SENT,2025-03-31,60,John Doe,Pipeline notes\n' +
        ',Marie Martin,Company Inc,1000.55,INITIAL_INTEREST,,5,,\n',
    );
    clean(taken);
    expect(mapped(taken)).toEqual({
      title: 'title',
      contact_id: 'contact',
      company_name: 'account',
      value: 'amount',
      stage: 'stage',
      expected_close_date: 'expectedOn',
      probability: 'probability',
      assigned_to: 'owner',
      notes: 'notes',
    });
    expect(taken.records.map(({ values }) => [values['title'], values['stage'], values['amount']])).toEqual([
      ['Deal Startup XYZ', 'proposalSent', 50_000_00],
      ['Company Inc', 'initialInterest', 1000_55],
    ]);
    expect(taken.created.map(({ entity, title }) => `${entity} ${title}`).sort()).toEqual([
      'company Company Inc',
      'company Startup XYZ',
      'contact Marie Martin',
      'user John Doe',
    ]);
  });

  it('bring tasks, which are late or done by themselves, and activities with their time', async () => {
    const taken = read(
      'task',
      'Titre;Type;Priorité;Statut;Échéance;Prospect;Assignée à\nRappeler;CALL;HIGH;PENDING;03/02/2025;Jean Dupont;Léa\nDevis;À faire;LOW;COMPLETED;03/02/2025;Jean Dupont;Léa\nSalon;MEETING;URGENT;En cours;;;\n',
    );
    clean(taken);
    const source = sourceOf({ task: taken.records, ...Object.fromEntries(taken.related) });
    const listed = await source.list({ entity: 'task', sort: ['title'] });
    const shown = listed.ok ? listed.value.items : [];
    expect(shown.map(({ values }) => [values['title'], values['done'], values['overdue']])).toEqual([
      ['Devis', true, false],
      ['Rappeler', false, true],
      ['Salon', false, false],
    ]);
    const figures = await source.measure({
      entity: 'task',
      measures: ['task.open', 'task.overdue', 'task.completion'],
    });
    expect(figures.ok && figures.value.measures.map(({ values }) => values[0])).toEqual([2, 1, 1 / 3]);
    const activities = read(
      'activity',
      'type,subject,created_at,lead_id,created_by\nCALL,Call back,2025-02-03T14:30:00Z,Jean Dupont,John Doe\n',
    );
    clean(activities);
    expect(activities.records.map(({ values }) => [values['kind'], values['at']])).toEqual([
      ['call', '2025-02-03T14:30:00.000Z'],
    ]);
  });
});
