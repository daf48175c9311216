import { defineEntity } from '../../blueprint/index.ts';
import { email, notes, phone, tags } from '../fields.ts';

/** A person at a company. */
export const contact = defineEntity({
  name: 'contact',
  label: { en: 'Contact', fr: 'Contact', ru: 'Контакт', he: 'איש קשר' },
  plural: { en: 'Contacts', fr: 'Contacts', ru: 'Контакты', he: 'אנשי קשר' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Имя', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      aliases: ['full name', 'contact name', 'nom complet', 'nom'],
    },
    email,
    phone,
    company: {
      kind: 'link',
      to: 'company',
      label: { en: 'Company', fr: 'Société', ru: 'Компания', he: 'חברה' },
      indexed: true,
      aliases: ['company name', 'account', 'société', 'entreprise', 'organisation'],
    },
    position: {
      kind: 'text',
      label: { en: 'Position', fr: 'Fonction', ru: 'Должность', he: 'תפקיד' },
      aliases: ['job title', 'title', 'poste', 'fonction', 'role'],
    },
    city: { kind: 'text', label: { en: 'City', fr: 'Ville', ru: 'Город', he: 'עיר' }, aliases: ['ville'] },
    country: {
      kind: 'text',
      label: { en: 'Country', fr: 'Pays', ru: 'Страна', he: 'מדינה' },
      dimension: true,
      aliases: ['pays'],
    },
    owner: {
      kind: 'link',
      to: 'user',
      label: { en: 'Owner', fr: 'Responsable', ru: 'Ответственный', he: 'אחראי' },
      aliases: ['contact owner', 'assigned to', 'responsable'],
    },
    tags,
    notes: { ...notes, aliases: [...notes.aliases, 'background'] },
  },
  views: {
    table: ['name', 'email', 'phone', 'company', 'position'],
    form: ['name', ['email', 'phone'], ['company', 'position'], ['city', 'country'], 'owner', 'tags', 'notes'],
  },
});
