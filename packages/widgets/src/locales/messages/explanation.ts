export const explanationMessages = {
  close: { en: 'Close', fr: 'Fermer', ru: 'Закрыть', he: 'סגירה' },
  loading: {
    en: 'Looking at the records…',
    fr: 'Lecture des fiches…',
    ru: 'Просматриваем записи…',
    he: 'בודקים את הרשומות…',
  },
  formula: { en: 'Formula', fr: 'Formule', ru: 'Формула', he: 'נוסחה' },
  where: { en: 'Speaks of', fr: 'Porte sur', ru: 'О чём', he: 'מתייחס אל' },
  rows: { en: 'Records', fr: 'Fiches', ru: 'Записи', he: 'רשומות' },
  included: { en: 'Counted', fr: 'Comptées', ru: 'Учтено', he: 'נספרו' },
  population: { en: 'All records', fr: 'Toutes les fiches', ru: 'Все записи', he: 'כל הרשומות' },
  filtered: { en: 'Outside the filters', fr: 'Hors filtres', ru: 'Вне фильтров', he: 'מחוץ למסננים' },
  not_meant: {
    en: 'Not what the figure speaks of',
    fr: 'Hors du sujet de ce chiffre',
    ru: 'Показатель не о них',
    he: 'הנתון אינו מתייחס אליהן',
  },
  blank: { en: 'Value unknown', fr: 'Valeur inconnue', ru: 'Значение неизвестно', he: 'ערך לא ידוע' },
  balance: {
    en: '{included} counted and {excluded} left out make {population}.',
    fr: '{included} comptées et {excluded} écartées font {population}.',
    ru: '{included} учтено и {excluded} исключено — всего {population}.',
    he: '{included} נספרו ו־{excluded} הושמטו: יחד {population}.',
  },
} as const;
