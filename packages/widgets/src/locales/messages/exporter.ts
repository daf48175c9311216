export const exporterMessages = {
  title: { en: 'Export', fr: 'Exporter', ru: 'Экспорт', he: 'ייצוא' },
  hint: {
    en: 'Download what is shown as {format}',
    fr: 'Télécharger la vue actuelle en {format}',
    ru: 'Скачать показанное как {format}',
    he: 'הורדת התצוגה הנוכחית כ־{format}',
  },
  working: { en: 'Collecting rows…', fr: 'Collecte des lignes…', ru: 'Сбор строк…', he: 'אוסף שורות…' },
  progress: {
    en: '{done} of {total} rows…',
    fr: '{done} lignes sur {total}…',
    ru: '{done} из {total} строк…',
    he: '{done} מתוך {total} שורות…',
  },
  report: {
    en: '{name} is saved.',
    fr: '{name} est enregistré.',
    ru: '{name} сохранён.',
    he: '{name} נשמר.',
  },
  cancel: { en: 'Cancel', fr: 'Annuler', ru: 'Отмена', he: 'ביטול' },
  cancelled: {
    en: 'Cancelled; nothing was saved.',
    fr: 'Annulé ; rien n’est enregistré.',
    ru: 'Отменено; ничего не сохранено.',
    he: 'בוטל; דבר לא נשמר.',
  },
  done: {
    en: { one: '{count} row in {name}', other: '{count} rows in {name}' },
    fr: { one: '{count} ligne dans {name}', many: '{count} lignes dans {name}', other: '{count} lignes dans {name}' },
    ru: {
      one: '{count} строка в {name}',
      few: '{count} строки в {name}',
      many: '{count} строк в {name}',
      other: '{count} строки в {name}',
    },
    he: { one: 'שורה אחת ב־{name}', two: 'שתי שורות ב־{name}', other: '{count} שורות ב־{name}' },
  },
  tooMany: {
    en: 'An Excel file holds {count} rows at most. Filter the rows, or export them as CSV.',
    fr: 'Un fichier Excel contient au plus {count} lignes. Filtrez, ou exportez en CSV.',
    ru: 'В файле Excel не больше {count} строк. Отфильтруйте строки или экспортируйте в CSV.',
    he: 'קובץ Excel מכיל לכל היותר {count} שורות. סננו את השורות או ייצאו ל־CSV.',
  },
  failed: {
    en: 'The export stopped: the data cannot be reached. Nothing was saved; try again.',
    fr: 'L’export s’est arrêté : données injoignables. Rien n’est enregistré ; réessayez.',
    ru: 'Экспорт прервался: данные недоступны. Ничего не сохранено; попробуйте ещё раз.',
    he: 'הייצוא נעצר: אין גישה לנתונים. דבר לא נשמר; נסו שוב.',
  },
} as const;
