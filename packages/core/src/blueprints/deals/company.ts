import { defineEntity } from '../../blueprint/index.ts';
import { notes, phone, tags } from '../fields.ts';

/** An organisation that buys, or might. */
export const company = defineEntity({
  name: 'company',
  label: { en: 'Company', fr: 'Société', ru: 'Компания', he: 'חברה' },
  plural: { en: 'Companies', fr: 'Sociétés', ru: 'Компании', he: 'חברות' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      aliases: [
        'account',
        'account name',
        'company',
        'company name',
        'société',
        'entreprise',
        'raison sociale',
        'organisation',
      ],
    },
    sector: {
      kind: 'text',
      label: { en: 'Sector', fr: 'Secteur', ru: 'Отрасль', he: 'תחום' },
      dimension: true,
      indexed: true,
      max: 100,
      aliases: ['industry', 'secteur', 'secteur d’activité', 'branche'],
    },
    website: {
      kind: 'url',
      label: { en: 'Website', fr: 'Site web', ru: 'Сайт', he: 'אתר' },
      aliases: ['url', 'domain', 'company domain name', 'site'],
    },
    phone,
    city: { kind: 'text', label: { en: 'City', fr: 'Ville', ru: 'Город', he: 'עיר' }, aliases: ['ville'] },
    country: {
      kind: 'text',
      label: { en: 'Country', fr: 'Pays', ru: 'Страна', he: 'מדינה' },
      dimension: true,
      aliases: ['pays', 'office location', 'country/region'],
    },
    employees: {
      kind: 'number',
      label: { en: 'Employees', fr: 'Effectif', ru: 'Сотрудники', he: 'עובדים' },
      min: 0,
      aliases: ['number of employees', 'effectif', 'headcount'],
    },
    founded: {
      kind: 'number',
      label: { en: 'Founded', fr: 'Fondée en', ru: 'Основана', he: 'נוסדה' },
      aliases: ['year established', 'year founded'],
    },
    parent: {
      kind: 'link',
      to: 'company',
      label: { en: 'Parent company', fr: 'Maison mère', ru: 'Головная компания', he: 'חברת אם' },
      aliases: ['subsidiary of', 'parent', 'parent company', 'maison mère'],
    },
    tags,
    notes: { ...notes, aliases: [...notes.aliases, 'about us'] },
  },
  views: {
    table: ['name', 'sector', 'city', 'country', 'employees'],
    form: ['name', ['sector', 'website'], ['city', 'country'], ['phone', 'employees'], 'parent', 'tags', 'notes'],
  },
});
