export const filterBarMessages = {
  filters: { en: 'Filters', fr: 'Filtres', ru: 'Фильтры', he: 'מסננים' },
  active: { en: 'Active filters', fr: 'Filtres actifs', ru: 'Выбранные фильтры', he: 'מסננים פעילים' },
  remove: { en: 'Remove: {name}', fr: 'Retirer : {name}', ru: 'Убрать: {name}', he: 'הסרה: {name}' },
  reset: { en: 'Reset', fr: 'Réinitialiser', ru: 'Сбросить всё', he: 'איפוס' },
  search: { en: 'Search: “{words}”', fr: 'Recherche : « {words} »', ru: 'Поиск: «{words}»', he: 'חיפוש: "{words}"' },
  all: {
    en: 'No filters: everything is shown.',
    fr: 'Aucun filtre : tout est affiché.',
    ru: 'Фильтров нет: показано всё.',
    he: 'אין מסננים: הכול מוצג.',
  },
  only: {
    en: 'Shown: {conditions}.',
    fr: 'Affichés : {conditions}.',
    ru: 'Показано: {conditions}.',
    he: 'מוצג: {conditions}.',
  },
} as const;
