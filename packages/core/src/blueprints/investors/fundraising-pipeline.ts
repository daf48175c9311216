import { definePipeline } from '../../blueprint/index.ts';

/** A round of financing, from a name on a list to money in the bank: the field's usual steps. */
export const fundraising = definePipeline({
  label: { en: 'Fundraising', fr: 'Levée de fonds', ru: 'Привлечение инвестиций', he: 'גיוס הון' },
  stages: [
    {
      key: 'identified',
      label: { en: 'Identified', fr: 'Identifié', ru: 'Найден', he: 'אותר' },
      aliases: ['target', 'targeted', 'to contact', 'à contacter', 'cible', 'prospect', 'lead', 'new', 'nouveau'],
      probability: 2,
    },
    {
      key: 'contacted',
      label: { en: 'Contacted', fr: 'Contacté', ru: 'Отправлено письмо', he: 'נוצר קשר' },
      aliases: ['intro', 'introduced', 'reached out', 'outreach', 'mis en relation', 'relancé'],
      probability: 5,
      rotAfter: 10,
    },
    {
      key: 'meeting',
      label: { en: 'First meeting', fr: 'Premier rendez-vous', ru: 'Первая встреча', he: 'פגישה ראשונה' },
      aliases: ['meeting', 'first call', 'intro call', 'meeting scheduled', 'rdv', 'rendez-vous', 'premier rdv'],
      probability: 10,
      rotAfter: 10,
    },
    {
      key: 'pitch',
      label: { en: 'Pitch', fr: 'Pitch', ru: 'Презентация', he: 'הצגה' },
      aliases: ['pitched', 'pitch delivered', 'partner meeting', 'presentation', 'présentation', 'pitch fait'],
      probability: 25,
      rotAfter: 10,
    },
    {
      key: 'dueDiligence',
      label: { en: 'Due diligence', fr: 'Due diligence', ru: 'Проверка', he: 'בדיקת נאותות' },
      aliases: ['dd', 'diligence', 'audit', 'data room', 'en étude', 'instruction', 'investment committee'],
      probability: 50,
      forecast: 'bestCase',
      rotAfter: 14,
    },
    {
      key: 'termSheet',
      label: { en: 'Term sheet', fr: 'Lettre d’intention', ru: 'Основные условия', he: 'מסמך עקרונות' },
      aliases: ['ts', 'term sheet received', 'term-sheet', 'loi', 'letter of intent', 'negotiation', 'négociation'],
      probability: 75,
      forecast: 'commit',
      rotAfter: 14,
    },
    {
      key: 'closing',
      label: { en: 'Closing', fr: 'Closing', ru: 'Оформление сделки', he: 'סגירה' },
      aliases: [
        'committed',
        'soft commit',
        'engagé',
        'legal',
        'signing',
        'signature',
        'verbal commitment',
        'juridique',
      ],
      probability: 90,
      forecast: 'commit',
      rotAfter: 21,
    },
    {
      key: 'invested',
      label: { en: 'Invested', fr: 'Investi', ru: 'Инвестировал', he: 'השקיע' },
      aliases: ['closed', 'closed won', 'won', 'funded', 'wired', 'signed', 'signé', 'gagné', 'a investi'],
      probability: 100,
      outcome: 'won',
    },
    {
      key: 'passed',
      label: { en: 'Passed', fr: 'Refusé', ru: 'Отказался', he: 'ויתר' },
      aliases: ['pass', 'declined', 'rejected', 'lost', 'closed lost', 'no', 'non', 'décliné', 'perdu', 'abandonné'],
      probability: 0,
      outcome: 'lost',
    },
  ],
});
