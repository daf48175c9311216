export const dashboardMessages = {
  add: { en: 'New: {entity}', fr: 'Ajouter : {entity}', ru: 'Добавить: {entity}', he: 'חדש: {entity}' },
  import: { en: 'Import', fr: 'Importer', ru: 'Импорт', he: 'ייבוא' },
  figures: { en: 'Figures', fr: 'Chiffres', ru: 'Показатели', he: 'מדדים' },
} as const;
