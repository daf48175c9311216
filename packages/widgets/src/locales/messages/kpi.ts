export const kpiMessages = {
  explain: {
    en: 'How this figure comes about',
    fr: 'Comment ce chiffre est obtenu',
    ru: 'Как получается эта цифра',
    he: 'כיצד מתקבל הנתון',
  },
  empty: {
    en: 'Choose a measure: a figure will stand here.',
    fr: 'Choisissez une mesure : un chiffre s’affichera ici.',
    ru: 'Выберите показатель: здесь появится цифра.',
    he: 'בחרו מדד: כאן יופיע נתון.',
  },
  row: { en: 'Key figures', fr: 'Chiffres clés', ru: 'Ключевые показатели', he: 'נתוני מפתח' },
} as const;
