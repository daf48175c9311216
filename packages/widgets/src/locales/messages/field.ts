export const fieldMessages = {
  choose: { en: 'Choose…', fr: 'Choisir…', ru: 'Выбрать…', he: 'בחרו…' },
  blank: { en: 'None', fr: 'Aucun', ru: 'Нет', he: 'ללא' },
  search: { en: 'Type to search', fr: 'Tapez pour chercher', ru: 'Начните вводить', he: 'הקלידו לחיפוש' },
  noMatch: { en: 'Nothing found', fr: 'Rien trouvé', ru: 'Ничего не найдено', he: 'לא נמצא דבר' },
  searching: { en: 'Searching…', fr: 'Recherche…', ru: 'Поиск…', he: 'מחפש…' },
  found: {
    en: { one: '{count} found', other: '{count} found' },
    fr: { one: '{count} trouvé', many: '{count} trouvés', other: '{count} trouvés' },
    ru: { one: 'Найдена {count}', few: 'Найдено {count}', many: 'Найдено {count}', other: 'Найдено {count}' },
    he: { one: 'נמצאה אחת', two: 'נמצאו שתיים', other: 'נמצאו {count}' },
  },
  remove: { en: 'Remove {name}', fr: 'Retirer {name}', ru: 'Убрать: {name}', he: 'הסרת {name}' },
  tags: {
    en: 'Separate with commas.',
    fr: 'Séparez par des virgules.',
    ru: 'Разделяйте запятыми.',
    he: 'הפרידו בפסיקים.',
  },
  required: { en: 'required', fr: 'obligatoire', ru: 'обязательно', he: 'חובה' },
  unreachable: {
    en: 'The list could not be read. Try again.',
    fr: 'La liste n’a pas pu être lue. Réessayez.',
    ru: 'Список не удалось прочитать. Попробуйте ещё раз.',
    he: 'לא ניתן לקרוא את הרשימה. נסו שוב.',
  },
  follows: {
    en: 'Follows the stage: {value}',
    fr: 'Suit l’étape : {value}',
    ru: 'Следует за этапом: {value}',
    he: 'לפי השלב: {value}',
  },
} as const;
