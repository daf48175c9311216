/** The forms of a noun by plural category of the language (Intl.PluralRules); `other` stands in for those left out. */
export type NounForms = { readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string };

/** What can be counted in words. */
export type Noun =
  | 'deal'
  | 'record'
  | 'row'
  | 'column'
  | 'company'
  | 'contact'
  | 'day'
  | 'error'
  | 'warning'
  | 'value'
  | 'filter';

/** The words a format needs beside Intl. */
export interface FormatWords {
  readonly yes: string;
  readonly no: string;
  readonly perDay: (money: string) => string;
  readonly quarter: (quarter: number, year: string) => string;
  readonly week: (week: number, year: string) => string;
  readonly nouns: Readonly<Record<Noun, NounForms>>;
}

const en: FormatWords = {
  yes: 'Yes',
  no: 'No',
  perDay: (money) => `${money} per day`,
  quarter: (quarter, year) => `Q${quarter} ${year}`,
  week: (week, year) => `W${week} ${year}`,
  nouns: {
    deal: { one: 'deal', other: 'deals' },
    record: { one: 'record', other: 'records' },
    row: { one: 'row', other: 'rows' },
    column: { one: 'column', other: 'columns' },
    company: { one: 'company', other: 'companies' },
    contact: { one: 'contact', other: 'contacts' },
    day: { one: 'day', other: 'days' },
    error: { one: 'error', other: 'errors' },
    warning: { one: 'warning', other: 'warnings' },
    value: { one: 'value', other: 'values' },
    filter: { one: 'filter', other: 'filters' },
  },
};

const fr: FormatWords = {
  yes: 'Oui',
  no: 'Non',
  perDay: (money) => `${money} par jour`,
  quarter: (quarter, year) => `T${quarter} ${year}`,
  week: (week, year) => `S${week} ${year}`,
  nouns: {
    deal: { one: 'affaire', other: 'affaires', many: 'd’affaires' },
    record: { one: 'fiche', other: 'fiches', many: 'de fiches' },
    row: { one: 'ligne', other: 'lignes', many: 'de lignes' },
    column: { one: 'colonne', other: 'colonnes', many: 'de colonnes' },
    company: { one: 'société', other: 'sociétés', many: 'de sociétés' },
    contact: { one: 'contact', other: 'contacts', many: 'de contacts' },
    day: { one: 'jour', other: 'jours', many: 'de jours' },
    error: { one: 'erreur', other: 'erreurs', many: 'd’erreurs' },
    warning: { one: 'avertissement', other: 'avertissements', many: 'd’avertissements' },
    value: { one: 'valeur', other: 'valeurs', many: 'de valeurs' },
    filter: { one: 'filtre', other: 'filtres', many: 'de filtres' },
  },
};

const ru: FormatWords = {
  yes: 'Да',
  no: 'Нет',
  perDay: (money) => `${money} в день`,
  quarter: (quarter, year) => `${quarter} кв. ${year}`,
  week: (week, year) => `${week} нед. ${year}`,
  nouns: {
    deal: { one: 'сделка', few: 'сделки', many: 'сделок', other: 'сделки' },
    record: { one: 'запись', few: 'записи', many: 'записей', other: 'записи' },
    row: { one: 'строка', few: 'строки', many: 'строк', other: 'строки' },
    column: { one: 'столбец', few: 'столбца', many: 'столбцов', other: 'столбца' },
    company: { one: 'компания', few: 'компании', many: 'компаний', other: 'компании' },
    contact: { one: 'контакт', few: 'контакта', many: 'контактов', other: 'контакта' },
    day: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
    error: { one: 'ошибка', few: 'ошибки', many: 'ошибок', other: 'ошибки' },
    warning: { one: 'предупреждение', few: 'предупреждения', many: 'предупреждений', other: 'предупреждения' },
    value: { one: 'значение', few: 'значения', many: 'значений', other: 'значения' },
    filter: { one: 'фильтр', few: 'фильтра', many: 'фильтров', other: 'фильтра' },
  },
};

const he: FormatWords = {
  yes: 'כן',
  no: 'לא',
  perDay: (money) => `${money} ליום`,
  quarter: (quarter, year) => `רבעון ${quarter} ${year}`,
  week: (week, year) => `שבוע ${week} ${year}`,
  nouns: {
    deal: { one: 'עסקה', two: 'עסקאות', other: 'עסקאות' },
    record: { one: 'רשומה', other: 'רשומות' },
    row: { one: 'שורה', other: 'שורות' },
    column: { one: 'עמודה', other: 'עמודות' },
    company: { one: 'חברה', other: 'חברות' },
    contact: { one: 'איש קשר', other: 'אנשי קשר' },
    day: { one: 'יום', two: 'יומיים', other: 'ימים' },
    error: { one: 'שגיאה', other: 'שגיאות' },
    warning: { one: 'אזהרה', other: 'אזהרות' },
    value: { one: 'ערך', other: 'ערכים' },
    filter: { one: 'מסנן', other: 'מסננים' },
  },
};

const LANGUAGES: ReadonlyMap<string, FormatWords> = new Map([
  ['en', en],
  ['fr', fr],
  ['ru', ru],
  ['he', he],
  ['iw', he],
]);

/** The words of a locale's language, English when we have none. */
export function formatWords(locale: string): FormatWords {
  return LANGUAGES.get(locale.split('-')[0] ?? '') ?? en;
}
