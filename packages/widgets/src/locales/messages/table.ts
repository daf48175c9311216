export const tableMessages = {
  empty: {
    en: 'Nothing matches these filters.',
    fr: 'Rien ne correspond à ces filtres.',
    ru: 'Ничего не подходит под эти фильтры.',
    he: 'דבר אינו מתאים למסננים.',
  },
  none: {
    en: 'Records will stand here as soon as there are some.',
    fr: 'Les fiches s’afficheront ici dès qu’il y en aura.',
    ru: 'Записи появятся здесь, как только они будут.',
    he: 'הרשומות יופיעו כאן ברגע שיהיו כאלה.',
  },
  clear: { en: 'Clear the filters', fr: 'Effacer les filtres', ru: 'Сбросить фильтры', he: 'ניקוי המסננים' },
  sort: { en: 'Sort', fr: 'Trier', ru: 'Сортировка', he: 'מיון' },
  ascending: { en: 'ascending', fr: 'croissant', ru: 'по возрастанию', he: 'בסדר עולה' },
  descending: { en: 'descending', fr: 'décroissant', ru: 'по убыванию', he: 'בסדר יורד' },
  loading: { en: 'Loading', fr: 'Chargement', ru: 'Загрузка', he: 'טוען' },
} as const;
