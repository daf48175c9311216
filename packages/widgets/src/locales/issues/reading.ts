/** What can be doubtful about a file, by the codes of core's issues; issues with a value are worded by `issueMessages`. */
export const readingMessages = {
  rows_left_out: {
    en: { one: '{count} row was left out.', other: '{count} rows were left out.' },
    fr: {
      one: '{count} ligne n’a pas été reprise.',
      many: '{count} lignes n’ont pas été reprises.',
      other: '{count} lignes n’ont pas été reprises.',
    },
    ru: {
      one: 'Пропущена {count} строка.',
      few: 'Пропущены {count} строки.',
      many: 'Пропущено {count} строк.',
      other: 'Пропущено {count} строки.',
    },
    he: { one: 'שורה אחת הושמטה.', two: 'שתי שורות הושמטו.', other: '{count} שורות הושמטו.' },
  },
  repaired_encoding: {
    en: 'The text had been encoded twice and was repaired.',
    fr: 'Le texte avait été encodé deux fois ; il est réparé.',
    ru: 'Текст был закодирован дважды; исправлено.',
    he: 'הטקסט קודד פעמיים ותוקן.',
  },
  guessed_encoding: {
    en: 'The file was read as {received}.',
    fr: 'Le fichier a été lu en {received}.',
    ru: 'Файл прочитан как {received}.',
    he: 'הקובץ נקרא כ־{received}.',
  },
  nul_removed: {
    en: 'Characters without meaning (NUL) were removed.',
    fr: 'Des caractères sans signification (NUL) ont été retirés.',
    ru: 'Убраны знаки без значения (NUL).',
    he: 'הוסרו תווים חסרי משמעות (NUL).',
  },
  no_header: {
    en: 'The first row is already data; the columns have numbers for names.',
    fr: 'La première ligne contient déjà des données ; les colonnes sont numérotées.',
    ru: 'Первая строка — уже данные; столбцы названы по номерам.',
    he: 'השורה הראשונה היא כבר נתונים; העמודות ממוספרות.',
  },
  header_only: {
    en: 'The file has a header and no rows.',
    fr: 'Le fichier a un en-tête et aucune ligne.',
    ru: 'В файле только заголовок, без строк.',
    he: 'בקובץ יש כותרת ואין שורות.',
  },
  duplicate_header: {
    en: 'The column {received} appears more than once.',
    fr: 'La colonne {received} apparaît plusieurs fois.',
    ru: 'Столбец {received} встречается не один раз.',
    he: 'העמודה {received} מופיעה יותר מפעם אחת.',
  },
  short_row: {
    en: 'Cells in the row: {received}, in the header: {expected}.',
    fr: 'Cellules de la ligne : {received}, de l’en-tête : {expected}.',
    ru: 'Ячеек в строке: {received}, в заголовке: {expected}.',
    he: 'תאים בשורה: {received}, בכותרת: {expected}.',
  },
  long_row: {
    en: 'Cells in the row: {received}, in the header: {expected}; the surplus is left out.',
    fr: 'Cellules de la ligne : {received}, de l’en-tête : {expected} ; le surplus est laissé de côté.',
    ru: 'Ячеек в строке: {received}, в заголовке: {expected}; лишние не учтены.',
    he: 'תאים בשורה: {received}, בכותרת: {expected}; העודף הושמט.',
  },
  unclosed_quote: {
    en: 'A quoted cell is never closed.',
    fr: 'Une cellule entre guillemets n’est jamais fermée.',
    ru: 'Кавычки в ячейке не закрыты.',
    he: 'תא במירכאות אינו נסגר.',
  },
  ambiguous_dates: {
    en: 'Dates can be read day first or month first; {expected} was taken.',
    fr: 'Les dates se lisent jour ou mois d’abord ; {expected} a été retenu.',
    ru: 'Даты можно читать двояко; принято {expected}.',
    he: 'אפשר לקרוא את התאריכים בשתי דרכים; נבחר {expected}.',
  },
  mixed_dates: {
    en: 'Dates are written both day first and month first; {expected} was taken.',
    fr: 'Les dates sont écrites tantôt jour, tantôt mois d’abord ; {expected} a été retenu.',
    ru: 'Даты записаны по-разному; принято {expected}.',
    he: 'התאריכים כתובים בשתי צורות; נבחר {expected}.',
  },
  ambiguous_numbers: {
    en: 'Numbers can be read in two ways; {expected} was taken.',
    fr: 'Les nombres se lisent de deux façons ; {expected} a été retenu.',
    ru: 'Числа можно читать двояко; принято {expected}.',
    he: 'אפשר לקרוא את המספרים בשתי דרכים; נבחר {expected}.',
  },
  negative_amount: {
    en: 'The amount is negative.',
    fr: 'Le montant est négatif.',
    ru: 'Сумма отрицательная.',
    he: 'הסכום שלילי.',
  },
  unpriced: {
    en: 'The amount is empty or zero.',
    fr: 'Le montant est vide ou nul.',
    ru: 'Сумма не указана или равна нулю.',
    he: 'הסכום ריק או אפס.',
  },
  other_currency: {
    en: 'The amount is in {received}, not in {expected}.',
    fr: 'Le montant est en {received}, pas en {expected}.',
    ru: 'Сумма в {received}, а не в {expected}.',
    he: 'הסכום ב־{received}, לא ב־{expected}.',
  },
} as const;
