export const searchMessages = {
  search: { en: 'Search', fr: 'Rechercher', ru: 'Поиск', he: 'חיפוש' },
  clear: { en: 'Clear the search', fr: 'Effacer la recherche', ru: 'Очистить поиск', he: 'ניקוי החיפוש' },
  everywhere: {
    en: 'Search everything',
    fr: 'Rechercher partout',
    ru: 'Искать везде',
    he: 'חיפוש בכול',
  },
  results: { en: 'Results', fr: 'Résultats', ru: 'Результаты', he: 'תוצאות' },
  searching: { en: 'Searching…', fr: 'Recherche…', ru: 'Поиск…', he: 'מחפש…' },
  nothing: { en: 'Nothing found.', fr: 'Aucun résultat.', ru: 'Ничего не найдено.', he: 'לא נמצא דבר.' },
  near: { en: 'similar', fr: 'proche', ru: 'похоже', he: 'דומה' },
  more: {
    en: { one: '{count} more', other: '{count} more' },
    fr: { one: '{count} autre', many: '{count} autres', other: '{count} autres' },
    ru: { one: 'ещё {count}', few: 'ещё {count}', many: 'ещё {count}', other: 'ещё {count}' },
    he: { one: 'עוד אחת', two: 'עוד שתיים', other: 'עוד {count}' },
  },
  count: {
    en: { one: '{count} result', other: '{count} results' },
    fr: { one: '{count} résultat', many: '{count} résultats', other: '{count} résultats' },
    ru: {
      one: '{count} результат',
      few: '{count} результата',
      many: '{count} результатов',
      other: '{count} результата',
    },
    he: { one: 'תוצאה אחת', two: 'שתי תוצאות', other: '{count} תוצאות' },
  },
} as const;
