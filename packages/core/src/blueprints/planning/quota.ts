import { defineEntity } from '../../blueprint/index.ts';

/** What is to be won in a period: by everybody, by one person, or in one sector. */
export const quota = defineEntity({
  name: 'quota',
  label: { en: 'Quota', fr: 'Objectif', ru: 'План', he: 'יעד' },
  plural: { en: 'Quotas', fr: 'Objectifs', ru: 'Планы', he: 'יעדים' },
  title: 'of',
  fields: {
    // computed, so that no import takes the quotas of two periods for the same record
    of: {
      kind: 'text',
      label: { en: 'Of', fr: 'De', ru: 'Чей', he: 'של' },
      formula: 'coalesce(owner.name, sector, name)',
    },
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      max: 255,
      aliases: ['quota', 'target', 'objectif', 'план', 'יעד'],
    },
    fromOn: {
      kind: 'date',
      label: { en: 'From', fr: 'Du', ru: 'С', he: 'מתאריך' },
      required: true,
      indexed: true,
      aliases: ['start', 'from', 'début', 'period start'],
    },
    toOn: {
      kind: 'date',
      label: { en: 'To', fr: 'Au', ru: 'По', he: 'עד תאריך' },
      required: true,
      indexed: true,
      aliases: ['end', 'to', 'fin', 'period end'],
    },
    amount: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Amount', fr: 'Montant', ru: 'Сумма', he: 'סכום' },
      required: true,
      min: 0,
      aliases: ['montant', 'value', 'сумма'],
    },
    owner: {
      kind: 'link',
      to: 'user',
      label: { en: 'Owner', fr: 'Responsable', ru: 'Ответственный', he: 'אחראי' },
      dimension: true,
      indexed: true,
      aliases: ['assignee', 'sales agent', 'commercial', 'vendeur'],
    },
    sector: {
      kind: 'text',
      label: { en: 'Sector', fr: 'Secteur', ru: 'Отрасль', he: 'תחום' },
      dimension: true,
      max: 100,
      aliases: ['secteur', 'industry', 'отрасль'],
    },
  },
  parts: { amount: 'amount', owner: 'owner' },
  gates: {
    endsBeforeItBegins: {
      severity: 'error',
      fails: 'toOn < fromOn',
      message: {
        en: 'The period ends before it begins.',
        fr: 'La période finit avant de commencer.',
        ru: 'Период кончается раньше, чем начинается.',
        he: 'התקופה מסתיימת לפני שהיא מתחילה.',
      },
    },
  },
  views: {
    table: ['of', 'owner', 'sector', 'fromOn', 'toOn', 'amount'],
    form: ['name', ['fromOn', 'toOn'], 'amount', ['owner', 'sector']],
    filters: ['owner', 'sector', 'fromOn'],
  },
});
