import { defineEntity } from '../../blueprint/index.ts';

/** What was said to an investor, when, and what follows from it. */
export const interaction = defineEntity({
  name: 'interaction',
  label: { en: 'Interaction', fr: 'Échange', ru: 'Взаимодействие', he: 'אינטראקציה' },
  plural: { en: 'Interactions', fr: 'Échanges', ru: 'Взаимодействия', he: 'אינטראקציות' },
  title: 'summary',
  fields: {
    summary: {
      kind: 'text',
      label: { en: 'Summary', fr: 'Résumé', ru: 'Итог', he: 'תקציר' },
      required: true,
      max: 500,
      // A log that only says with whom still names every line.
      fallback: ['investor'],
      aliases: ['subject', 'sujet', 'objet', 'title', 'titre', 'compte rendu', 'résumé', 'content', 'contenu'],
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
          aliases: ['phone', 'phone call', 'téléphone', 'appel téléphonique', 'tel'],
        },
        {
          key: 'mail',
          label: { en: 'Mail', fr: 'E-mail', ru: 'Письмо', he: 'דואר' },
          aliases: ['email', 'courriel', 'message', 'linkedin'],
        },
        {
          key: 'meeting',
          label: { en: 'Meeting', fr: 'Rendez-vous', ru: 'Встреча', he: 'פגישה' },
          aliases: ['rdv', 'réunion', 'visio', 'video call', 'pitch', 'demo', 'zoom'],
        },
        { key: 'note', label: { en: 'Note', fr: 'Note', ru: 'Заметка', he: 'הערה' }, aliases: ['comment', 'other'] },
      ],
      aliases: ['type', 'interaction type', 'type d’échange', 'type d’interaction', 'channel', 'canal'],
    },
    heldOn: {
      kind: 'date',
      label: { en: 'Date', fr: 'Date', ru: 'Дата', he: 'תאריך' },
      required: true,
      indexed: true,
      aliases: ['date', 'interaction date', 'held on', 'le', 'date de l’échange', 'day', 'jour'],
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
    contact: {
      kind: 'link',
      to: 'investorContact',
      label: { en: 'Contact', fr: 'Contact', ru: 'Контакт', he: 'איש קשר' },
      aliases: ['contact_id', 'contact name', 'with', 'avec', 'interlocuteur'],
    },
    nextStep: {
      kind: 'text',
      label: { en: 'Next step', fr: 'Prochaine étape', ru: 'Следующий шаг', he: 'הצעד הבא' },
      max: 255,
      aliases: ['next action', 'prochaine action', 'follow-up', 'suite', 'suite à donner', 'à faire'],
    },
    nextStepOn: {
      kind: 'date',
      label: { en: 'Next step on', fr: 'Date de prochaine étape', ru: 'Дата следующего шага', he: 'מועד הצעד הבא' },
      indexed: true,
      aliases: ['next step date', 'next action date', 'follow-up date', 'date de relance', 'relance'],
    },
    owner: {
      kind: 'link',
      to: 'user',
      label: { en: 'Owner', fr: 'Responsable', ru: 'Ответственный', he: 'אחראי' },
      dimension: true,
      aliases: ['author', 'auteur', 'created by', 'by', 'par', 'responsable'],
    },
    notes: {
      kind: 'note',
      label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' },
      aliases: ['comments', 'commentaires', 'details', 'détails', 'description', 'note'],
    },
  },
  metrics: {
    'interaction.count': {
      label: { en: 'Interactions', fr: 'Échanges', ru: 'Взаимодействия', he: 'אינטראקציות' },
      formula: 'count()',
      by: 'kind',
      unit: 'count',
    },
    'interaction.reached': {
      label: {
        en: 'Investors spoken to',
        fr: 'Investisseurs approchés',
        ru: 'Инвесторов в диалоге',
        he: 'משקיעים בשיחה',
      },
      formula: 'countDistinct(investor)',
      unit: 'count',
    },
    'interaction.perInvestor': {
      label: {
        en: 'Interactions per investor',
        fr: 'Échanges par investisseur',
        ru: 'Взаимодействий на инвестора',
        he: 'אינטראקציות למשקיע',
      },
      formula: 'count() / countDistinct(investor)',
      unit: 'number',
      note: {
        en: 'Interactions ÷ investors with at least one.',
        fr: 'Échanges ÷ investisseurs qui en ont au moins un.',
        ru: 'Взаимодействия ÷ инвесторы, у которых есть хотя бы одно.',
        he: 'אינטראקציות ÷ משקיעים שיש להם לפחות אחת.',
      },
    },
  },
  summaries: {
    investor: {
      label: {
        en: 'What was said to the investor',
        fr: 'Ce qui a été dit à l’investisseur',
        ru: 'Общение с инвестором',
        he: 'מה נאמר למשקיע',
      },
      path: 'summary/investor/{investor}',
      figures: {
        total: { measures: ['interaction.count', 'min(heldOn)', 'max(heldOn)'] },
        byKind: { by: ['kind'], measures: ['interaction.count'] },
        byMonth: { by: ['heldOn:month'], measures: ['interaction.count'] },
        byYear: { by: ['heldOn:year'], measures: ['interaction.count'] },
      },
    },
  },
  gates: {
    strangeContact: {
      severity: 'error',
      fails: 'contact.investor != investor',
      message: {
        en: 'The contact belongs to another investor.',
        fr: 'Le contact appartient à un autre investisseur.',
        ru: 'Контакт относится к другому инвестору.',
        he: 'איש הקשר שייך למשקיע אחר.',
      },
    },
    undatedStep: {
      severity: 'warning',
      fails: 'nextStep is not empty and nextStepOn is empty',
      message: {
        en: 'The next step has no date.',
        fr: 'La prochaine étape n’a pas de date.',
        ru: 'У следующего шага нет даты.',
        he: 'לצעד הבא אין מועד.',
      },
    },
    backwardStep: {
      severity: 'warning',
      fails: 'nextStepOn < heldOn',
      message: {
        en: 'The next step stands before the interaction.',
        fr: 'La prochaine étape précède l’échange.',
        ru: 'Следующий шаг назначен раньше самого контакта.',
        he: 'הצעד הבא קודם לאינטראקציה.',
      },
    },
  },
  views: {
    table: ['heldOn', 'kind', 'investor', 'contact', 'summary', 'nextStepOn', 'owner'],
    form: ['summary', ['kind', 'heldOn'], ['investor', 'contact'], ['nextStep', 'nextStepOn'], 'owner', 'notes'],
    filters: ['kind', 'investor', 'owner', 'heldOn'],
  },
});
