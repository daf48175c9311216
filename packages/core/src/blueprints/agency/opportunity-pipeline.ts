import { definePipeline } from '../../blueprint/index.ts';

/** Eight steps from interest to a signature, and the end that files leave out: an opportunity that was lost. */
export const opportunities = definePipeline({
  label: { en: 'Opportunities', fr: 'Opportunités', ru: 'Возможности', he: 'הזדמנויות' },
  stages: [
    {
      key: 'initialInterest',
      label: { en: 'Initial interest', fr: 'Premier intérêt', ru: 'Первый интерес', he: 'עניין ראשוני' },
      aliases: ['INITIAL_INTEREST', 'interest', 'intérêt initial', 'new', 'nouveau'],
      probability: 5,
      rotAfter: 10,
    },
    {
      key: 'infoRequested',
      label: {
        en: 'Information requested',
        fr: 'Informations demandées',
        ru: 'Запрошена информация',
        he: 'התבקש מידע',
      },
      aliases: ['INFO_REQUESTED', 'info requested', 'infos demandées', 'demande d’informations'],
      probability: 10,
      rotAfter: 10,
    },
    {
      key: 'firstCallScheduled',
      label: {
        en: 'First call scheduled',
        fr: 'Premier appel planifié',
        ru: 'Назначен первый звонок',
        he: 'נקבעה שיחה ראשונה',
      },
      aliases: ['FIRST_CALL_SCHEDULED', 'first call', 'premier appel', 'call scheduled', 'appel planifié'],
      probability: 20,
      rotAfter: 10,
    },
    {
      key: 'pitchDelivered',
      label: { en: 'Pitch delivered', fr: 'Présentation faite', ru: 'Проведена презентация', he: 'הוצגה הצעה' },
      aliases: ['PITCH_DELIVERED', 'pitch', 'pitch fait', 'présentation', 'presentation'],
      probability: 40,
      rotAfter: 10,
    },
    {
      key: 'proposalSent',
      label: { en: 'Proposal sent', fr: 'Proposition envoyée', ru: 'Отправлено предложение', he: 'נשלחה הצעה' },
      aliases: ['PROPOSAL_SENT', 'proposal', 'quote sent', 'devis envoyé', 'proposition', 'offre envoyée'],
      probability: 60,
      forecast: 'bestCase',
      rotAfter: 10,
    },
    {
      key: 'negotiation',
      label: { en: 'Negotiation', fr: 'Négociation', ru: 'Переговоры', he: 'משא ומתן' },
      aliases: ['NEGOTIATION', 'negociation', 'negotiating', 'en négociation'],
      probability: 70,
      forecast: 'bestCase',
      rotAfter: 10,
    },
    {
      key: 'verbalCommitment',
      label: { en: 'Verbal commitment', fr: 'Accord verbal', ru: 'Устное согласие', he: 'הסכמה בעל פה' },
      aliases: ['VERBAL_COMMITMENT', 'verbal agreement', 'verbal', 'accord oral', 'engagement verbal'],
      probability: 90,
      forecast: 'commit',
      rotAfter: 10,
    },
    {
      key: 'won',
      label: { en: 'Won', fr: 'Gagnée', ru: 'Выиграна', he: 'נסגר בהצלחה' },
      aliases: ['WON', 'closed won', 'gagné', 'signed', 'signé', 'signée'],
      probability: 100,
      outcome: 'won',
    },
    {
      key: 'lost',
      label: { en: 'Lost', fr: 'Perdue', ru: 'Проиграна', he: 'אבוד' },
      aliases: ['LOST', 'closed lost', 'perdu', 'abandoned', 'abandonné', 'abandonnée'],
      probability: 0,
      outcome: 'lost',
    },
  ],
});
