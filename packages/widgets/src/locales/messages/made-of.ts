/** The records that a figure is made of, and the file of its explanation. */
export const madeOfMessages = {
  title: {
    en: { one: 'The record it is made of', other: 'The {count} records it is made of' },
    fr: {
      one: 'La fiche qui le compose',
      many: 'Les {count} fiches qui le composent',
      other: 'Les {count} fiches qui le composent',
    },
    ru: {
      one: '{count} запись, из которой он состоит',
      few: '{count} записи, из которых он состоит',
      many: '{count} записей, из которых он состоит',
      other: '{count} записи, из которых он состоит',
    },
    he: { one: 'הרשומה שמרכיבה אותו', two: 'שתי הרשומות שמרכיבות אותו', other: '{count} הרשומות שמרכיבות אותו' },
  },
  others: {
    en: 'and {count} more, {amount} together',
    fr: 'et {count} autres, {amount} ensemble',
    ru: 'и ещё {count}, вместе {amount}',
    he: 'ועוד {count}, יחד {amount}',
  },
  csv: { en: 'Download as CSV', fr: 'Télécharger en CSV', ru: 'Скачать CSV', he: 'הורדה כ־CSV' },
  json: { en: 'Download as JSON', fr: 'Télécharger en JSON', ru: 'Скачать JSON', he: 'הורדה כ־JSON' },
} as const;
