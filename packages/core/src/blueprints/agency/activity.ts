import { defineEntity } from '../../blueprint/index.ts';

/** Something that happened with a lead, a contact, a company or an opportunity: what a timeline is made of. */
export const activity = defineEntity({
  name: 'activity',
  label: { en: 'Activity', fr: 'Activité', ru: 'Активность', he: 'פעילות' },
  plural: { en: 'Activities', fr: 'Activités', ru: 'Активности', he: 'פעילויות' },
  title: 'subject',
  fields: {
    subject: {
      kind: 'text',
      label: { en: 'Subject', fr: 'Objet', ru: 'Тема', he: 'נושא' },
      required: true,
      max: 255,
      fallback: ['notes'],
      aliases: ['title', 'titre', 'sujet', 'name', 'summary', 'résumé', 'activity'],
    },
    kind: {
      kind: 'choice',
      label: { en: 'Kind', fr: 'Type', ru: 'Вид', he: 'סוג' },
      required: true,
      indexed: true,
      default: 'note',
      options: [
        {
          key: 'call',
          label: { en: 'Call', fr: 'Appel', ru: 'Звонок', he: 'שיחה' },
          aliases: ['CALL', 'phone', 'téléphone', 'phone call'],
        },
        {
          key: 'email',
          label: { en: 'E-mail', fr: 'E-mail', ru: 'Письмо', he: 'דוא״ל' },
          aliases: ['EMAIL', 'mail', 'courriel'],
        },
        {
          key: 'meeting',
          label: { en: 'Meeting', fr: 'Rendez-vous', ru: 'Встреча', he: 'פגישה' },
          aliases: ['MEETING', 'rdv', 'réunion', 'visio', 'demo'],
        },
        {
          key: 'note',
          label: { en: 'Note', fr: 'Note', ru: 'Заметка', he: 'הערה' },
          aliases: ['NOTE', 'comment', 'commentaire'],
        },
        {
          key: 'conversion',
          label: { en: 'Conversion', fr: 'Conversion', ru: 'Конвертация', he: 'המרה' },
          aliases: ['CONVERTED', 'converted', 'converti'],
        },
        {
          key: 'stageChange',
          label: { en: 'Stage change', fr: 'Changement d’étape', ru: 'Смена этапа', he: 'שינוי שלב' },
          aliases: ['STATUS_CHANGE', 'status change', 'stage changed', 'changement de statut'],
        },
        {
          key: 'other',
          label: { en: 'Other', fr: 'Autre', ru: 'Другое', he: 'אחר' },
          aliases: ['OTHER', 'autres', 'divers'],
        },
      ],
      aliases: ['type', 'activity type', 'type d’activité'],
    },
    at: {
      kind: 'instant',
      label: { en: 'When', fr: 'Quand', ru: 'Когда', he: 'מתי' },
      required: true,
      indexed: true,
      default: 'now',
      aliases: ['date', 'created_at', 'activity date', 'date et heure', 'time', 'le', 'timestamp'],
    },
    lead: {
      kind: 'link',
      to: 'lead',
      label: { en: 'Lead', fr: 'Prospect', ru: 'Лид', he: 'ליד' },
      indexed: true,
      aliases: ['lead_id', 'lead name'],
    },
    contact: {
      kind: 'link',
      to: 'contact',
      label: { en: 'Contact', fr: 'Contact', ru: 'Контакт', he: 'איש קשר' },
      indexed: true,
      aliases: ['contact_id', 'contact name', 'interlocuteur'],
    },
    account: {
      kind: 'link',
      to: 'company',
      label: { en: 'Company', fr: 'Société', ru: 'Компания', he: 'חברה' },
      indexed: true,
      aliases: ['account_id', 'account', 'company_name', 'company name', 'société', 'entreprise'],
    },
    opportunity: {
      kind: 'link',
      to: 'opportunity',
      label: { en: 'Opportunity', fr: 'Opportunité', ru: 'Возможность', he: 'הזדמנות' },
      indexed: true,
      aliases: ['opportunity_id', 'opportunity name', 'affaire'],
    },
    owner: {
      kind: 'link',
      to: 'user',
      label: { en: 'By', fr: 'Par', ru: 'Кто', he: 'בידי' },
      dimension: true,
      aliases: ['created_by', 'user', 'author', 'auteur', 'owner', 'commercial', 'responsable'],
    },
    notes: {
      kind: 'note',
      label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' },
      aliases: ['description', 'details', 'détails', 'content', 'contenu', 'comments', 'commentaires'],
    },
  },
  about: ['opportunity', 'contact', 'lead', 'account'],
  metrics: {
    'activity.count': {
      label: { en: 'Activities', fr: 'Activités', ru: 'Активности', he: 'פעילויות' },
      formula: 'count()',
      by: 'kind',
      unit: 'count',
    },
    'activity.contacts': {
      label: { en: 'Contacts spoken to', fr: 'Contacts approchés', ru: 'Контактов в диалоге', he: 'אנשי קשר בשיחה' },
      formula: "countDistinct(contact, kind in ('call', 'email', 'meeting'))",
      by: 'owner',
      unit: 'count',
    },
  },
  gates: {
    unlinked: {
      severity: 'warning',
      fails: 'lead is empty and contact is empty and account is empty and opportunity is empty',
      message: {
        en: 'It belongs to nobody: link a lead, a contact, a company or an opportunity.',
        fr: 'Rattachée à personne : liez un prospect, un contact, une société ou une opportunité.',
        ru: 'Ни к кому не относится: свяжите с лидом, контактом, компанией или возможностью.',
        he: 'אינה שייכת לאיש: קשרו ליד, איש קשר, חברה או הזדמנות.',
      },
    },
  },
  views: {
    table: ['at', 'kind', 'subject', 'lead', 'contact', 'opportunity', 'owner'],
    form: ['subject', ['kind', 'at'], ['lead', 'contact'], ['account', 'opportunity'], 'owner', 'notes'],
    filters: ['kind', 'owner', 'at'],
  },
});
