import { defineEntity } from '../../blueprint/index.ts';

/** A day spent meeting people: what adding an entity takes is this file and its name in the list of a blueprint. */
export const marketingEvent = defineEntity({
  name: 'marketingEvent',
  label: { en: 'Event', fr: 'Événement', ru: 'Мероприятие', he: 'אירוע' },
  plural: { en: 'Events', fr: 'Événements', ru: 'Мероприятия', he: 'אירועים' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      required: true,
      max: 255,
      aliases: ['event', 'événement', 'titre'],
    },
    heldOn: {
      kind: 'date',
      label: { en: 'Date', fr: 'Date', ru: 'Дата', he: 'תאריך' },
      required: true,
      indexed: true,
      aliases: ['date', 'event date', 'le'],
    },
    format: {
      kind: 'choice',
      label: { en: 'Format', fr: 'Format', ru: 'Формат', he: 'סוג' },
      default: 'meetup',
      options: [
        { key: 'meetup', label: { en: 'Meetup', fr: 'Rencontre', ru: 'Встреча', he: 'מפגש' } },
        { key: 'webinar', label: { en: 'Webinar', fr: 'Webinaire', ru: 'Вебинар', he: 'וובינר' } },
        { key: 'fair', label: { en: 'Fair', fr: 'Salon', ru: 'Выставка', he: 'יריד' } },
      ],
    },
    budget: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Budget', fr: 'Budget', ru: 'Бюджет', he: 'תקציב' },
      min: 0,
      aliases: ['cost', 'coût'],
    },
    attendees: {
      kind: 'number',
      label: { en: 'Attendees', fr: 'Participants', ru: 'Участники', he: 'משתתפים' },
      min: 0,
      default: 0,
      aliases: ['attendees_count', 'participants', 'inscrits'],
    },
    deals: { kind: 'link', to: 'deal', many: true, label: { en: 'Deals', fr: 'Affaires', ru: 'Сделки', he: 'עסקאות' } },
    costPerHead: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Cost per head', fr: 'Coût par participant', ru: 'Цена участника', he: 'עלות למשתתף' },
      formula: 'budget / attendees',
    },
  },
  metrics: {
    'event.reach': {
      label: { en: 'People met', fr: 'Personnes rencontrées', ru: 'Встречено людей', he: 'אנשים שפגשנו' },
      formula: 'sum(attendees)',
      unit: 'count',
    },
    'event.costPerHead': {
      label: {
        en: 'Cost per person met',
        fr: 'Coût par personne rencontrée',
        ru: 'Цена одного знакомства',
        he: 'עלות לאדם',
      },
      formula: 'sum(budget) / sum(attendees)',
      unit: 'money',
    },
  },
  gates: {
    unbudgeted: {
      severity: 'warning',
      fails: 'budget is empty',
      message: {
        en: 'No budget was set.',
        fr: 'Aucun budget n’a été fixé.',
        ru: 'Бюджет не задан.',
        he: 'לא נקבע תקציב.',
      },
    },
  },
  views: {
    table: ['name', 'heldOn', 'format', 'attendees', 'costPerHead'],
    form: ['name', ['heldOn', 'format'], ['budget', 'attendees'], 'deals'],
  },
});
