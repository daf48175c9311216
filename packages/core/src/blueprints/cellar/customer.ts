import { defineEntity } from '../../blueprint/index.ts';
import { email, phone } from '../fields.ts';

/** Somebody who buys wine, by the code that the till knows them by. */
export const customer = defineEntity({
  name: 'customer',
  label: { en: 'Customer', fr: 'Client', ru: 'Покупатель', he: 'לקוח' },
  plural: { en: 'Customers', fr: 'Clients', ru: 'Покупатели', he: 'לקוחות' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Имя', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      aliases: ['customer name', 'full name', 'client name', 'nom complet', 'nom du client'],
    },
    code: {
      kind: 'text',
      label: { en: 'Code', fr: 'Code', ru: 'Код', he: 'קוד' },
      unique: true,
      max: 100,
      aliases: ['client code', 'customer code', 'customer id', 'client id', 'code client', 'numéro client'],
    },
    email,
    phone,
    budget: {
      kind: 'text',
      label: { en: 'Budget', fr: 'Budget', ru: 'Бюджет', he: 'תקציב' },
      dimension: true,
      max: 100,
      aliases: ['budget band', 'budget level', 'gamme de prix'],
    },
    optedOut: {
      kind: 'flag',
      label: { en: 'Opted out', fr: 'Désinscrit', ru: 'Отписан', he: 'הוסר מרשימה' },
      default: false,
      aliases: ['opt out', 'unsubscribed', 'do not contact', 'désabonné'],
    },
  },
  metrics: {
    'customer.unreachable': {
      label: { en: 'Without e-mail', fr: 'Sans e-mail', ru: 'Без почты', he: 'בלי דוא״ל' },
      formula: 'count(email is empty)',
      unit: 'count',
    },
  },
  gates: {
    noEmail: {
      severity: 'warning',
      fails: 'email is empty',
      message: {
        en: 'No e-mail: no letter can reach this customer.',
        fr: 'Sans e-mail : aucun envoi ne peut atteindre ce client.',
        ru: 'Нет почты: письмо не дойдёт.',
        he: 'אין דוא״ל: שום דיוור לא יגיע.',
      },
    },
  },
  views: {
    table: ['name', 'code', 'email', 'budget', 'optedOut'],
    form: ['name', ['code', 'budget'], ['email', 'phone'], 'optedOut'],
    filters: ['budget', 'optedOut'],
  },
});
