import { definePipeline } from '../../blueprint/index.ts';

/** What becomes of somebody who wrote in: until a lead is a contact, or nothing. */
export const leads = definePipeline({
  label: { en: 'Leads', fr: 'Prospects', ru: 'Лиды', he: 'לידים' },
  stages: [
    {
      key: 'new',
      label: { en: 'New', fr: 'Nouveau', ru: 'Новый', he: 'חדש' },
      aliases: ['NEW', 'nouvelle', 'to contact', 'à contacter', 'open', 'untouched'],
      probability: 10,
      rotAfter: 2,
    },
    {
      key: 'contacted',
      label: { en: 'Contacted', fr: 'Contacté', ru: 'Связались', he: 'נוצר קשר' },
      aliases: ['CONTACTED', 'contactée', 'in progress', 'en cours', 'working', 'relancé'],
      probability: 25,
      rotAfter: 10,
    },
    {
      key: 'meetingScheduled',
      label: { en: 'Meeting scheduled', fr: 'Rendez-vous fixé', ru: 'Встреча назначена', he: 'נקבעה פגישה' },
      aliases: ['MEETING_SCHEDULED', 'meeting', 'rdv', 'rdv fixé', 'rendez-vous pris', 'rdv pris'],
      probability: 50,
      rotAfter: 10,
    },
    {
      key: 'converted',
      label: { en: 'Converted', fr: 'Converti', ru: 'Конвертирован', he: 'הומר' },
      aliases: ['CONVERTED', 'convertie', 'qualified', 'qualifié', 'won', 'gagné'],
      probability: 100,
      outcome: 'won',
    },
    {
      key: 'lost',
      label: { en: 'Lost', fr: 'Perdu', ru: 'Потерян', he: 'אבוד' },
      aliases: ['LOST', 'perdue', 'unqualified', 'non qualifié', 'disqualified', 'abandonné', 'junk'],
      probability: 0,
      outcome: 'lost',
    },
  ],
});
