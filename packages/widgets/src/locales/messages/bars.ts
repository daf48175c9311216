/** What bars say beside the words of every chart. */
export const barsWords = {
  none: {
    en: 'Bars will stand here once records have a value for {by}.',
    fr: 'Des barres s’afficheront ici dès que des fiches auront une valeur pour {by}.',
    ru: 'Полосы появятся здесь, когда у записей будет значение поля «{by}».',
    he: 'כאן יופיעו עמודות כשלרשומות יהיה ערך בשדה {by}.',
  },
  nothing: {
    en: 'Choose what to group by: bars will stand here.',
    fr: 'Choisissez un regroupement : des barres s’afficheront ici.',
    ru: 'Выберите поле для группировки: здесь появятся полосы.',
    he: 'בחרו שדה לקיבוץ: כאן יופיעו עמודות.',
  },
  undated: {
    en: { one: '{count} record has no date.', other: '{count} records have no date.' },
    fr: {
      one: '{count} fiche est sans date.',
      many: '{count} fiches sont sans date.',
      other: '{count} fiches sont sans date.',
    },
    ru: {
      one: '{count} запись без даты.',
      few: '{count} записи без даты.',
      many: '{count} записей без даты.',
      other: '{count} записи без даты.',
    },
    he: { one: 'רשומה אחת ללא תאריך.', two: 'שתי רשומות ללא תאריך.', other: '{count} רשומות ללא תאריך.' },
  },
} as const;
