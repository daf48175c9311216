import { defineEntity } from '../../blueprint/index.ts';

/** A colleague who owns deals. Signing in is the server's business, not this entity's. */
export const user = defineEntity({
  name: 'user',
  label: { en: 'Colleague', fr: 'Collègue', ru: 'Коллега', he: 'עמית' },
  plural: { en: 'Colleagues', fr: 'Collègues', ru: 'Коллеги', he: 'עמיתים' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Имя', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      aliases: ['sales agent', 'assignee', 'full name', 'nom', 'commercial'],
    },
    email: {
      kind: 'email',
      label: { en: 'E-mail', fr: 'E-mail', ru: 'Эл. почта', he: 'דוא״ל' },
      aliases: ['email', 'mail'],
    },
    team: {
      kind: 'text',
      label: { en: 'Team', fr: 'Équipe', ru: 'Команда', he: 'צוות' },
      dimension: true,
      aliases: ['regional office', 'region', 'équipe'],
    },
    manager: {
      kind: 'text',
      label: { en: 'Manager', fr: 'Manager', ru: 'Руководитель', he: 'מנהל' },
      dimension: true,
      aliases: ['sales manager'],
    },
    active: {
      kind: 'flag',
      label: { en: 'Active', fr: 'Actif', ru: 'Активен', he: 'פעיל' },
      default: true,
      aliases: ['is active', 'actif'],
    },
  },
  views: { table: ['name', 'email', 'team', 'active'], form: ['name', 'email', ['team', 'manager'], 'active'] },
});
