import { definePipeline } from '../../blueprint/index.ts';

/** The founder's pipeline: four steps and the two that real exports add, a deal to call back and a deal that was lost. */
export const sales = definePipeline({
  label: { en: 'Sales', fr: 'Ventes', ru: 'Продажи', he: 'מכירות' },
  stages: [
    {
      key: 'prospect',
      label: { en: 'Prospect', fr: 'Prospect', ru: 'Потенциальный', he: 'מתעניין' },
      aliases: ['prospecting', 'new', 'nouveau', 'lead', 'appointment scheduled'],
      probability: 10,
    },
    {
      key: 'followUp',
      label: { en: 'To call back', fr: 'À relancer', ru: 'Перезвонить', he: 'לחזור אל' },
      aliases: ['follow up', 'a relancer', 'relance', 'on hold', 'stalled'],
      probability: 10,
      rotAfter: 10,
    },
    {
      key: 'qualified',
      label: { en: 'Qualified', fr: 'Qualifié', ru: 'Квалифицирован', he: 'מאומת' },
      aliases: ['engaging', 'qualifie', 'qualification', 'qualified to buy', 'presentation scheduled'],
      probability: 30,
      rotAfter: 10,
    },
    {
      key: 'negotiation',
      label: { en: 'Negotiation', fr: 'Négociation', ru: 'Переговоры', he: 'משא ומתן' },
      aliases: [
        'negociation',
        'negotiating',
        'en négociation',
        'proposal',
        'contract sent',
        'decision maker bought in',
      ],
      probability: 70,
      forecast: 'bestCase',
      rotAfter: 10,
    },
    {
      key: 'won',
      label: { en: 'Won', fr: 'Gagné', ru: 'Выиграна', he: 'נסגר בהצלחה' },
      aliases: ['closed won', 'gagné - en cours', 'gagnée', 'signé', 'signed', 'выиграно'],
      probability: 100,
      outcome: 'won',
    },
    {
      key: 'lost',
      label: { en: 'Lost', fr: 'Perdu', ru: 'Проиграна', he: 'אבוד' },
      aliases: ['closed lost', 'perdue', 'abandonné', 'abandoned', 'проиграно'],
      probability: 0,
      outcome: 'lost',
    },
  ],
});
