import { defineEntity } from '../../blueprint/index.ts';

/** What was done with one investor in one month: meetings, pitches, closings. */
export const kpi = defineEntity({
  name: 'kpi',
  label: { en: 'KPI', fr: 'KPI', ru: 'KPI', he: 'KPI' },
  plural: { en: 'KPIs', fr: 'KPIs', ru: 'KPI', he: 'KPIs' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      formula: 'investor.name',
    },
    investor: {
      kind: 'link',
      to: 'investor',
      label: { en: 'Investor', fr: 'Investisseur', ru: 'Инвестор', he: 'משקיע' },
      required: true,
      dimension: true,
      indexed: true,
      aliases: ['investor_id', 'investor name', 'investisseur', 'fund', 'fonds'],
    },
    year: {
      kind: 'number',
      label: { en: 'Year', fr: 'Année', ru: 'Год', he: 'שנה' },
      required: true,
      dimension: true,
      indexed: true,
      min: 1900,
      max: 2999,
      aliases: ['annee', 'exercice'],
    },
    month: {
      kind: 'number',
      label: { en: 'Month', fr: 'Mois', ru: 'Месяц', he: 'חודש' },
      hint: { en: 'From 1 to 12.', fr: 'De 1 à 12.', ru: 'От 1 до 12.', he: 'מ־1 עד 12.' },
      required: true,
      dimension: true,
      indexed: true,
      min: 1,
      max: 12,
      aliases: ['month number', 'numéro du mois'],
    },
    meetings: {
      kind: 'number',
      label: { en: 'Meetings', fr: 'Rendez-vous', ru: 'Встречи', he: 'פגישות' },
      min: 0,
      default: 0,
      aliases: ['rdv_count', 'rdv', 'nombre de rdv', 'meetings count'],
    },
    pitches: {
      kind: 'number',
      label: { en: 'Pitches', fr: 'Pitchs', ru: 'Презентации', he: 'הצגות' },
      min: 0,
      default: 0,
      aliases: ['pitchs', 'pitch count', 'nombre de pitchs'],
    },
    closings: {
      kind: 'number',
      label: { en: 'Closings', fr: 'Closings', ru: 'Закрытия', he: 'סגירות' },
      min: 0,
      default: 0,
      aliases: ['closing', 'signatures', 'nombre de closings'],
    },
    notes: {
      kind: 'note',
      label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' },
      aliases: ['comments', 'commentaires'],
    },
  },
  key: ['investor', 'year', 'month'],
  metrics: {
    'kpi.meetings': {
      label: { en: 'Meetings', fr: 'Rendez-vous', ru: 'Встречи', he: 'פגישות' },
      formula: 'sum(meetings)',
      by: 'month',
      unit: 'count',
    },
    'kpi.pitches': {
      label: { en: 'Pitches', fr: 'Pitchs', ru: 'Презентации', he: 'הצגות' },
      formula: 'sum(pitches)',
      by: 'month',
      unit: 'count',
    },
    'kpi.closings': {
      label: { en: 'Closings', fr: 'Closings', ru: 'Закрытия', he: 'סגירות' },
      formula: 'sum(closings)',
      by: 'month',
      unit: 'count',
    },
    'kpi.pitchRate': {
      label: {
        en: 'Pitches per meeting',
        fr: 'Pitchs par rendez-vous',
        ru: 'Презентаций на встречу',
        he: 'הצגות לפגישה',
      },
      formula: 'sum(pitches) / sum(meetings)',
      unit: 'ratio',
    },
    'kpi.closingRate': {
      label: { en: 'Closings per pitch', fr: 'Closings par pitch', ru: 'Закрытий на презентацию', he: 'סגירות להצגה' },
      formula: 'sum(closings) / sum(pitches)',
      unit: 'ratio',
    },
  },
  gates: {
    noSuchMonth: {
      severity: 'error',
      fails: 'not (month in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))',
      message: {
        en: 'The month is not a whole number from 1 to 12.',
        fr: 'Le mois n’est pas un nombre entier de 1 à 12.',
        ru: 'Месяц — не целое число от 1 до 12.',
        he: 'החודש אינו מספר שלם מ־1 עד 12.',
      },
    },
    morePitches: {
      severity: 'warning',
      fails: 'closings > pitches',
      message: {
        en: 'More closings than pitches in the month.',
        fr: 'Plus de closings que de pitchs dans le mois.',
        ru: 'Закрытий в месяце больше, чем презентаций.',
        he: 'יותר סגירות מהצגות בחודש.',
      },
    },
  },
  summaries: {
    month: {
      label: { en: 'The month', fr: 'Le mois', ru: 'Месяц', he: 'החודש' },
      path: 'summary/month/{year}/{month}',
      figures: {
        total: { measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'] },
        byInvestor: {
          by: ['investor'],
          measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'],
        },
      },
    },
    annual: {
      label: { en: 'The investor’s year', fr: 'L’année de l’investisseur', ru: 'Год инвестора', he: 'השנה של המשקיע' },
      path: 'summary/annual/{investor}/{year}',
      figures: {
        total: { measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'] },
        byMonth: {
          by: ['month'],
          measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'],
          sort: ['month'],
        },
      },
    },
    year: {
      label: { en: 'The year', fr: 'L’année', ru: 'Год', he: 'השנה' },
      path: 'summary/year/{year}',
      figures: {
        total: { measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'] },
        byMonth: {
          by: ['month'],
          measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'],
          sort: ['month'],
        },
        byInvestor: {
          by: ['investor'],
          measures: ['kpi.meetings', 'kpi.pitches', 'kpi.closings', 'kpi.pitchRate', 'kpi.closingRate'],
        },
      },
    },
  },
  views: {
    table: ['investor', 'year', 'month', 'meetings', 'pitches', 'closings'],
    form: ['investor', ['year', 'month'], ['meetings', 'pitches', 'closings'], 'notes'],
    filters: ['investor', 'year', 'month'],
  },
});
