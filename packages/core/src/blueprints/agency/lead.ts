import { defineEntity } from '../../blueprint/index.ts';
import { email, notes, phone, tags } from '../fields.ts';
import { leads } from './lead-pipeline.ts';

/** Somebody who showed interest and is not yet a contact: a form, a card from a fair, a name that was passed on. */
export const lead = defineEntity({
  name: 'lead',
  label: { en: 'Lead', fr: 'Prospect', ru: 'Лид', he: 'ליד' },
  plural: { en: 'Leads', fr: 'Prospects', ru: 'Лиды', he: 'לידים' },
  title: 'name',
  pipelines: { leads },
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Имя', he: 'שם' },
      required: true,
      indexed: true,
      max: 255,
      // A form may ask for nothing but an address.
      fallback: ['brand', 'email'],
      aliases: ['full name', 'lead name', 'contact name', 'nom complet', 'nom du prospect', 'prospect'],
    },
    email,
    phone,
    brand: {
      kind: 'text',
      label: { en: 'Brand', fr: 'Enseigne', ru: 'Бренд', he: 'מותג' },
      indexed: true,
      max: 255,
      aliases: ['company', 'company name', 'marque', 'société', 'entreprise', 'organisation', 'raison sociale'],
    },
    sector: {
      kind: 'text',
      label: { en: 'Sector', fr: 'Secteur', ru: 'Отрасль', he: 'תחום' },
      dimension: true,
      indexed: true,
      max: 100,
      aliases: ['industry', 'secteur', 'secteur d’activité', 'branche'],
    },
    status: {
      kind: 'stage',
      pipeline: 'leads',
      label: { en: 'Status', fr: 'Statut', ru: 'Статус', he: 'סטטוס' },
      required: true,
      indexed: true,
      default: 'new',
      aliases: ['lead status', 'stage', 'étape', 'state', 'état'],
    },
    priority: {
      kind: 'choice',
      label: { en: 'Priority', fr: 'Priorité', ru: 'Приоритет', he: 'עדיפות' },
      options: [
        {
          key: 'a',
          label: { en: 'A', fr: 'A', ru: 'A', he: 'A' },
          aliases: ['high', 'haute', 'urgent', '1', 'hot', 'chaud'],
        },
        {
          key: 'b',
          label: { en: 'B', fr: 'B', ru: 'B', he: 'B' },
          aliases: ['medium', 'moyenne', 'normal', '2', 'warm', 'tiède'],
        },
        {
          key: 'c',
          label: { en: 'C', fr: 'C', ru: 'C', he: 'C' },
          aliases: ['low', 'basse', 'faible', '3', 'cold', 'froid'],
        },
      ],
      aliases: ['priorité', 'rating', 'grade'],
    },
    source: {
      kind: 'choice',
      label: { en: 'Source', fr: 'Origine', ru: 'Источник', he: 'מקור' },
      indexed: true,
      options: [
        {
          key: 'website',
          label: { en: 'Website', fr: 'Site web', ru: 'Сайт', he: 'אתר' },
          aliases: ['WEBSITE', 'web', 'site', 'form', 'formulaire', 'contact form'],
        },
        {
          key: 'referral',
          label: { en: 'Referral', fr: 'Recommandation', ru: 'Рекомендация', he: 'המלצה' },
          aliases: ['REFERRAL', 'referred', 'bouche à oreille', 'parrainage', 'partner', 'partenaire'],
        },
        {
          key: 'linkedin',
          label: { en: 'LinkedIn', fr: 'LinkedIn', ru: 'LinkedIn', he: 'LinkedIn' },
          aliases: ['LINKEDIN', 'social', 'réseaux sociaux'],
        },
        {
          key: 'coldCall',
          label: { en: 'Cold call', fr: 'Prospection téléphonique', ru: 'Холодный звонок', he: 'שיחה קרה' },
          aliases: ['COLD_CALL', 'cold calling', 'phone', 'téléphone', 'démarchage', 'appel à froid'],
        },
        {
          key: 'event',
          label: { en: 'Event', fr: 'Événement', ru: 'Мероприятие', he: 'אירוע' },
          aliases: ['EVENT', 'fair', 'salon', 'conference', 'webinar', 'webinaire'],
        },
        {
          key: 'other',
          label: { en: 'Other', fr: 'Autre', ru: 'Другое', he: 'אחר' },
          aliases: ['OTHER', 'autres', 'divers', 'unknown'],
        },
      ],
      aliases: ['lead source', 'origine', 'provenance', 'channel', 'canal'],
    },
    score: {
      kind: 'number',
      label: { en: 'Score', fr: 'Score', ru: 'Балл', he: 'ציון' },
      hint: { en: 'From 0 to 100.', fr: 'De 0 à 100.', ru: 'От 0 до 100.', he: 'מ־0 עד 100.' },
      min: 0,
      max: 100,
      aliases: ['lead score', 'points', 'note sur 100'],
    },
    owner: {
      kind: 'link',
      to: 'user',
      label: { en: 'Owner', fr: 'Responsable', ru: 'Ответственный', he: 'אחראי' },
      dimension: true,
      indexed: true,
      aliases: ['assigned_to', 'assigned to', 'assignee', 'commercial', 'attribué à', 'responsable', 'suivi par'],
    },
    createdOn: {
      kind: 'date',
      label: { en: 'Created', fr: 'Création', ru: 'Создан', he: 'נוצר' },
      indexed: true,
      aliases: ['created_at', 'date created', 'create date', 'date de création', 'créé le', 'reçu le', 'date'],
    },
    convertedOn: {
      kind: 'date',
      label: { en: 'Closed', fr: 'Clôture', ru: 'Закрыт', he: 'נסגר' },
      hint: {
        en: 'The day it was converted or lost.',
        fr: 'Le jour de la conversion ou de la perte.',
        ru: 'День, когда лид конвертирован или потерян.',
        he: 'היום שבו הומר או אבד.',
      },
      indexed: true,
      aliases: ['converted_at', 'converted on', 'conversion date', 'date de conversion', 'converti le', 'closed date'],
    },
    contact: {
      kind: 'link',
      to: 'contact',
      label: { en: 'Contact made of it', fr: 'Contact créé', ru: 'Созданный контакт', he: 'איש הקשר שנוצר' },
      aliases: ['contact', 'contact_id', 'converted contact', 'converted_contact_id', 'contact converti'],
    },
    account: {
      kind: 'link',
      to: 'company',
      label: { en: 'Company made of it', fr: 'Société créée', ru: 'Созданная компания', he: 'החברה שנוצרה' },
      aliases: ['account', 'account_id', 'converted account', 'converted company', 'compte'],
    },
    opportunity: {
      kind: 'link',
      to: 'opportunity',
      label: {
        en: 'Opportunity made of it',
        fr: 'Opportunité créée',
        ru: 'Созданная возможность',
        he: 'ההזדמנות שנוצרה',
      },
      aliases: ['opportunity', 'opportunity_id', 'converted opportunity', 'opportunité'],
    },
    tags,
    notes: { ...notes, aliases: [...notes.aliases, 'message'] },
    noteLog: {
      kind: 'json',
      label: { en: 'Dated notes', fr: 'Notes datées', ru: 'Датированные заметки', he: 'הערות מתוארכות' },
      hint: {
        en: 'A list of { id, content, created_by, created_at }.',
        fr: 'Une liste de { id, content, created_by, created_at }.',
        ru: 'Список { id, content, created_by, created_at }.',
        he: 'רשימה של { id, content, created_by, created_at }.',
      },
      aliases: ['embedded notes', 'notes json', 'note history', 'historique des notes'],
    },
  },
  parts: { stage: 'status', created: 'createdOn', closed: 'convertedOn', owner: 'owner' },
  metrics: {
    'lead.open': {
      label: { en: 'Leads to work', fr: 'Prospects à traiter', ru: 'Лиды в работе', he: 'לידים בטיפול' },
      formula: 'count()',
      where: 'status.open',
      by: 'status',
      unit: 'count',
    },
    'lead.conversion': {
      label: { en: 'Lead conversion', fr: 'Conversion des prospects', ru: 'Конверсия лидов', he: 'המרת לידים' },
      formula: 'count(status.won) / count()',
      by: 'source',
      unit: 'ratio',
      note: {
        en: 'Converted leads ÷ all leads, open ones included.',
        fr: 'Prospects convertis ÷ tous les prospects, ouverts compris.',
        ru: 'Конвертированные ÷ все лиды, включая открытые.',
        he: 'לידים שהומרו ÷ כל הלידים, כולל פתוחים.',
      },
    },
    'lead.score': {
      label: { en: 'Mean score', fr: 'Score moyen', ru: 'Средний балл', he: 'ציון ממוצע' },
      formula: 'avg(score)',
      where: 'status.open',
      by: 'source',
      unit: 'number',
    },
    'lead.unassigned': {
      label: { en: 'Without owner', fr: 'Sans responsable', ru: 'Без ответственного', he: 'ללא אחראי' },
      formula: 'count()',
      where: 'status.open and owner is empty',
      unit: 'count',
    },
  },
  gates: {
    unreachable: {
      severity: 'warning',
      fails: 'status.open and email is empty and phone is empty',
      message: {
        en: 'Neither e-mail nor phone: nobody can reach this lead.',
        fr: 'Ni e-mail ni téléphone : personne ne peut joindre ce prospect.',
        ru: 'Нет ни почты, ни телефона: связаться нельзя.',
        he: 'אין דוא״ל ואין טלפון: אי אפשר ליצור קשר.',
      },
    },
    unowned: {
      severity: 'warning',
      fails: "status.open and priority = 'a' and owner is empty",
      message: {
        en: 'A lead of priority A has no owner.',
        fr: 'Un prospect de priorité A n’a pas de responsable.',
        ru: 'У лида с приоритетом A нет ответственного.',
        he: 'לליד בעדיפות A אין אחראי.',
      },
    },
    unlinked: {
      severity: 'warning',
      fails: 'status.won and contact is empty',
      message: {
        en: 'A converted lead should lead to its contact.',
        fr: 'Un prospect converti doit mener à son contact.',
        ru: 'Конвертированный лид должен вести к контакту.',
        he: 'ליד שהומר צריך להוביל לאיש קשר.',
      },
    },
  },
  conversions: {
    convert: {
      label: { en: 'Convert', fr: 'Convertir', ru: 'Конвертировать', he: 'המרה' },
      when: 'status.open',
      makes: {
        account: {
          when: 'brand is not empty',
          match: 'name',
          values: { name: 'brand', sector: 'sector', phone: 'phone' },
        },
        contact: {
          match: 'email',
          values: { name: 'name', email: 'email', phone: 'phone', company: 'account', owner: 'owner', tags: 'tags' },
        },
        opportunity: {
          optional: true,
          values: {
            title: 'coalesce(brand, name)',
            account: 'account',
            contact: 'contact',
            lead: 'id',
            owner: 'owner',
            tags: 'tags',
            notes: 'notes',
            createdOn: 'today()',
          },
        },
      },
      becomes: { status: 'converted', convertedOn: 'today' },
    },
  },
  views: {
    table: ['name', 'brand', 'status', 'priority', 'source', 'score', 'owner', 'createdOn'],
    board: { by: 'status', card: ['name', 'brand', 'priority', 'owner'] },
    form: [
      ['name', 'brand'],
      ['email', 'phone'],
      ['status', 'priority'],
      ['source', 'score'],
      ['sector', 'owner'],
      ['createdOn', 'convertedOn'],
      ['contact', 'account'],
      'opportunity',
      'tags',
      'notes',
    ],
    filters: ['status', 'priority', 'source', 'sector', 'owner', 'createdOn'],
  },
});
