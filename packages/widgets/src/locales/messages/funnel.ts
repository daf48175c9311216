/** What a funnel says beside the words of every chart. */
export const funnelWords = {
  readings: { en: 'Reading', fr: 'Lecture', ru: 'Взгляд', he: 'מבט' },
  now: { en: 'Now', fr: 'Maintenant', ru: 'Сейчас', he: 'כעת' },
  cohort: { en: 'Since creation', fr: 'Depuis la création', ru: 'С создания', he: 'מאז היצירה' },
  reached: { en: 'Reached', fr: 'Atteint', ru: 'Дошли', he: 'הגיעו' },
  share: { en: 'Share', fr: 'Part', ru: 'Доля', he: 'חלק' },
  none: {
    en: 'The stages of a pipeline will stand here. This entity has none.',
    fr: 'Les étapes d’un pipeline s’afficheront ici. Cette entité n’en a pas.',
    ru: 'Здесь стоят этапы воронки. У этой сущности их нет.',
    he: 'כאן יופיעו שלבי הצנרת. לישות זו אין שלבים.',
  },
} as const;
