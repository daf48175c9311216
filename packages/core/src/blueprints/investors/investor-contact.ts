import { defineEntity } from '../../blueprint/index.ts';
import { email, notes, phone, tags } from '../fields.ts';

/** A person at an investor. */
export const investorContact = defineEntity({
  name: 'investorContact',
  label: { en: 'Investor contact', fr: 'Contact investisseur', ru: 'Контакт инвестора', he: 'איש קשר אצל משקיע' },
  plural: {
    en: 'Investor contacts',
    fr: 'Contacts investisseurs',
    ru: 'Контакты инвесторов',
    he: 'אנשי קשר אצל משקיעים',
  },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Имя', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      aliases: ['full name', 'contact', 'contact name', 'nom complet', 'nom du contact'],
    },
    investor: {
      kind: 'link',
      to: 'investor',
      label: { en: 'Investor', fr: 'Investisseur', ru: 'Инвестор', he: 'משקיע' },
      required: true,
      indexed: true,
      aliases: ['investor_id', 'investor name', 'fund', 'fonds', 'firm', 'investisseur'],
    },
    email,
    phone,
    position: {
      kind: 'text',
      label: { en: 'Position', fr: 'Fonction', ru: 'Должность', he: 'תפקיד' },
      max: 255,
      aliases: ['job title', 'title', 'role', 'poste', 'fonction', 'titre'],
    },
    decides: {
      kind: 'flag',
      label: { en: 'Decides', fr: 'Décideur', ru: 'Принимает решение', he: 'מקבל החלטות' },
      aliases: ['decision maker', 'partner', 'décideur', 'associé', 'is_primary', 'primary'],
    },
    profile: {
      kind: 'url',
      label: { en: 'Profile', fr: 'Profil', ru: 'Профиль', he: 'פרופיל' },
      aliases: ['linkedin', 'linkedin url', 'profil linkedin', 'website'],
    },
    tags,
    notes: { ...notes, aliases: [...notes.aliases, 'background'] },
  },
  gates: {
    unreachable: {
      severity: 'warning',
      fails: 'email is empty and phone is empty',
      message: {
        en: 'Neither e-mail nor phone: nobody can reach this person.',
        fr: 'Ni e-mail ni téléphone : personne ne peut joindre ce contact.',
        ru: 'Нет ни почты, ни телефона: связаться нельзя.',
        he: 'אין דוא״ל ואין טלפון: אי אפשר ליצור קשר.',
      },
    },
  },
  views: {
    table: ['name', 'investor', 'position', 'email', 'phone', 'decides'],
    form: ['name', ['investor', 'position'], ['email', 'phone'], ['profile', 'decides'], 'tags', 'notes'],
    filters: ['investor', 'decides'],
  },
});
