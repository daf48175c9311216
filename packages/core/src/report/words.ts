const WORDS = {
  dashboard: { en: 'Pipeline', fr: 'Pipeline commercial', ru: 'Воронка продаж', he: 'צנרת מכירות' },
  board: { en: 'Board report', fr: 'Rapport au conseil', ru: 'Отчёт для совета', he: 'דוח לדירקטוריון' },
  asOf: { en: 'as of {day}', fr: 'au {day}', ru: 'на {day}', he: 'נכון ל־{day}' },
  filtered: { en: 'filtered: {what}', fr: 'filtré : {what}', ru: 'отбор: {what}', he: 'מסונן: {what}' },
  stages: { en: 'By stage', fr: 'Par étape', ru: 'По этапам', he: 'לפי שלב' },
  stage: { en: 'Stage', fr: 'Étape', ru: 'Этап', he: 'שלב' },
  records: { en: 'Number', fr: 'Nombre', ru: 'Число', he: 'מספר' },
  total: { en: 'Total', fr: 'Total', ru: 'Итого', he: 'סך הכול' },
  by: { en: '{measure} by {by}', fr: '{measure} : {by}', ru: '{measure}: {by}', he: '{measure} לפי {by}' },
  overdue: { en: 'Overdue', fr: 'En retard', ru: 'Просрочено', he: 'באיחור' },
  largest: {
    en: 'Largest open',
    fr: 'Les plus importantes en cours',
    ru: 'Крупнейшие открытые',
    he: 'הגדולות הפתוחות',
  },
  days: { en: 'Days late', fr: 'Jours de retard', ru: 'Дней', he: 'ימי איחור' },
  quarters: { en: 'Quarter by quarter', fr: 'Trimestre par trimestre', ru: 'По кварталам', he: 'לפי רבעונים' },
  quarter: { en: 'Quarter', fr: 'Trimestre', ru: 'Квартал', he: 'רבעון' },
  forecast: {
    en: 'Forecast of what is open',
    fr: 'Prévision des affaires en cours',
    ru: 'Прогноз по открытым',
    he: 'תחזית לפתוחות',
  },
  middle: { en: 'Middle (P50)', fr: 'Médiane (P50)', ru: 'Медиана (P50)', he: 'אמצע (P50)' },
  cautious: { en: 'Cautious (P10)', fr: 'Prudente (P10)', ru: 'Осторожно (P10)', he: 'זהיר (P10)' },
  hopeful: { en: 'Hopeful (P90)', fr: 'Optimiste (P90)', ru: 'Смело (P90)', he: 'אופטימי (P90)' },
  mean: { en: 'Mean', fr: 'Moyenne', ru: 'Среднее', he: 'ממוצע' },
  chance: { en: 'Chance of {quota}', fr: 'Chances d’atteindre {quota}', ru: 'Шанс на {quota}', he: 'הסיכוי ל־{quota}' },
  categories: {
    en: 'Categories, unweighted',
    fr: 'Catégories, non pondérées',
    ru: 'Категории, без весов',
    he: 'קטגוריות, ללא שקלול',
  },
  category: { en: 'Category', fr: 'Catégorie', ru: 'Категория', he: 'קטגוריה' },
  alone: { en: 'Alone', fr: 'Seule', ru: 'Отдельно', he: 'לבד' },
  cumulative: { en: 'Cumulative', fr: 'Cumulée', ru: 'Нарастающим', he: 'מצטבר' },
  pipeline: { en: 'Pipeline', fr: 'Pipeline', ru: 'Воронка', he: 'צנרת' },
  bestCase: { en: 'Best case', fr: 'Au mieux', ru: 'Лучший случай', he: 'במקרה הטוב' },
  commit: { en: 'Commit', fr: 'Engagé', ru: 'Обещано', he: 'מחויב' },
  closed: { en: 'Closed', fr: 'Conclu', ru: 'Закрыто', he: 'נסגר' },
  leftOut: {
    en: 'Left out: {count} without an amount or a probability.',
    fr: 'Sans montant ou probabilité, non comptées : {count}.',
    ru: 'Не учтено без суммы или вероятности: {count}.',
    he: 'לא נכללו ללא סכום או הסתברות: {count}.',
  },
  tooMany: {
    en: 'The first {count} open deals only.',
    fr: 'Les {count} premières affaires seulement.',
    ru: 'Только первые {count} сделок.',
    he: 'רק {count} העסקאות הראשונות.',
  },
  others: { en: 'All others', fr: 'Tous les autres', ru: 'Все остальные', he: 'כל השאר' },
  nothing: { en: 'Nothing.', fr: 'Rien.', ru: 'Нет.', he: 'אין.' },
  more: { en: 'and {count} more', fr: 'et {count} autres', ru: 'и ещё {count}', he: 'ועוד {count}' },
  definitions: {
    en: 'What the figures mean',
    fr: 'Ce que disent les chiffres',
    ru: 'Что значат показатели',
    he: 'מה אומרים המספרים',
  },
  unknown: { en: 'unknown: {reason}', fr: 'inconnu : {reason}', ru: 'неизвестно: {reason}', he: 'לא ידוע: {reason}' },
  page: {
    en: 'Page {page} of {pages}',
    fr: 'Page {page} sur {pages}',
    ru: 'Стр. {page} из {pages}',
    he: 'עמוד {page} מתוך {pages}',
  },
} as const;

export type ReportWord = keyof typeof WORDS;
type Language = keyof (typeof WORDS)['page'];

/** The words of reports in the language of a locale; English where we have no other. */
export const reportWords = (locale: string) => {
  const primary = (locale.toLowerCase().split('-')[0] ?? 'en').replace(/^iw$/, 'he');
  const language = (['en', 'fr', 'ru', 'he'] as const).find((one) => one === primary) ?? ('en' satisfies Language);
  return (word: ReportWord, params: Readonly<Record<string, string>> = {}): string =>
    WORDS[word][language].replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
};
