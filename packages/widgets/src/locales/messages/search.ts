export const searchMessages = {
  search: { en: 'Search', fr: 'Rechercher', ru: 'Поиск', he: 'חיפוש' },
  clear: { en: 'Clear the search', fr: 'Effacer la recherche', ru: 'Очистить поиск', he: 'ניקוי החיפוש' },
} as const;
