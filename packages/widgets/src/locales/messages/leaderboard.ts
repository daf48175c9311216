/** What a leaderboard, a donut and a trend say. */
export const leaderboardMessages = {
  sentence: {
    en: '{first} leads with {value}; {measure} by {by}, {count} in all.',
    fr: '{first} en tête avec {value} ; {measure} par {by}, {count} en tout.',
    ru: 'Впереди {first}: {value}; {measure} ({by}), всего {count}.',
    he: '{first} בראש עם {value}; {measure} לפי {by}, {count} בסך הכול.',
  },
  period: {
    en: '{sentence} From {from} to {to}, against {before} to {until}.',
    fr: '{sentence} Du {from} au {to}, contre {before} au {until}.',
    ru: '{sentence} С {from} по {to}, по сравнению с {before} – {until}.',
    he: '{sentence} מ־{from} עד {to}, לעומת {before} עד {until}.',
  },
  rank: { en: 'Rank', fr: 'Rang', ru: 'Место', he: 'דירוג' },
  share: { en: 'Share', fr: 'Part', ru: 'Доля', he: 'חלק' },
  change: { en: 'Change', fr: 'Écart', ru: 'Изменение', he: 'שינוי' },
  filter: { en: 'Show only {name}', fr: 'Ne montrer que {name}', ru: 'Показать только: {name}', he: 'להציג רק {name}' },
  back: { en: 'Show everything again', fr: 'Tout montrer à nouveau', ru: 'Показать всё снова', he: 'להציג הכול שוב' },
  none: {
    en: 'A ranking will stand here once records have a value for {by}.',
    fr: 'Un classement s’affichera ici dès que des fiches auront une valeur pour {by}.',
    ru: 'Рейтинг появится здесь, когда у записей будет значение поля «{by}».',
    he: 'כאן יופיע דירוג כשלרשומות יהיה ערך בשדה {by}.',
  },
} as const;

export const donutMessages = {
  sentence: {
    en: '{first} is {share} of {total}.',
    fr: '{first} fait {share} de {total}.',
    ru: '{first} — {share} от {total}.',
    he: '{first} הוא {share} מתוך {total}.',
  },
  noParts: {
    en: '{measure} does not add up to a whole: use bars.',
    fr: '{measure} ne s’additionne pas en un tout : préférez des barres.',
    ru: '{measure} не складывается в целое: используйте полосы.',
    he: '{measure} אינו מסתכם לשלם: השתמשו בעמודות.',
  },
  negative: {
    en: 'Parts below zero cannot be drawn as a ring: use bars.',
    fr: 'Des parts négatives ne se dessinent pas en anneau : préférez des barres.',
    ru: 'Отрицательные части нельзя показать кольцом: используйте полосы.',
    he: 'אי אפשר לצייר חלקים שליליים כטבעת: השתמשו בעמודות.',
  },
  none: {
    en: 'A ring will stand here once records have a value for {by}.',
    fr: 'Un anneau s’affichera ici dès que des fiches auront une valeur pour {by}.',
    ru: 'Кольцо появится здесь, когда у записей будет значение поля «{by}».',
    he: 'כאן תופיע טבעת כשלרשומות יהיה ערך בשדה {by}.',
  },
} as const;

export const trendMessages = {
  day: { en: 'day', fr: 'jour', ru: 'по дням', he: 'יום' },
  week: { en: 'week', fr: 'semaine', ru: 'по неделям', he: 'שבוע' },
  month: { en: 'month', fr: 'mois', ru: 'по месяцам', he: 'חודש' },
  quarter: { en: 'quarter', fr: 'trimestre', ru: 'по кварталам', he: 'רבעון' },
  year: { en: 'year', fr: 'année', ru: 'по годам', he: 'שנה' },
  sentence: {
    en: '{measure}: {last} in {to}, from {first} in {from}.',
    fr: '{measure} : {last} en {to}, contre {first} en {from}.',
    ru: '{measure}: {last} ({to}), было {first} ({from}).',
    he: '{measure}: {last} ב־{to}, לעומת {first} ב־{from}.',
  },
  against: {
    en: 'Together {total}, against {before} {compare}: {change}.',
    fr: 'En tout {total}, contre {before} {compare} : {change}.',
    ru: 'Вместе {total}, а {compare} {before}: {change}.',
    he: 'יחד {total}, לעומת {before} {compare}: {change}.',
  },
  inPrevious: {
    en: 'in the periods before',
    fr: 'sur les périodes précédentes',
    ru: 'в предыдущие периоды',
    he: 'בתקופות הקודמות',
  },
  inLastYear: { en: 'a year earlier', fr: 'un an plus tôt', ru: 'годом ранее', he: 'שנה קודם לכן' },
  previous: { en: 'Periods before', fr: 'Périodes précédentes', ru: 'Предыдущие периоды', he: 'תקופות קודמות' },
  lastYear: { en: 'A year earlier', fr: 'Un an plus tôt', ru: 'Годом ранее', he: 'שנה קודם' },
  period: { en: 'Period', fr: 'Période', ru: 'Период', he: 'תקופה' },
  running: {
    en: '{period} (not over yet)',
    fr: '{period} (en cours)',
    ru: '{period} (ещё идёт)',
    he: '{period} (טרם הסתיימה)',
  },
  point: { en: '{period}: {value}', fr: '{period} : {value}', ru: '{period}: {value}', he: '{period}: {value}' },
  pointAgainst: {
    en: '{period}: {value}; {name} {before}',
    fr: '{period} : {value} ; {name} {before}',
    ru: '{period}: {value}; {name} {before}',
    he: '{period}: {value}; {name} {before}',
  },
  none: {
    en: 'A line will stand here once records have a date to go by.',
    fr: 'Une courbe s’affichera ici dès que des fiches auront une date.',
    ru: 'Линия появится здесь, когда у записей будет дата.',
    he: 'כאן יופיע קו כשלרשומות יהיה תאריך.',
  },
} as const;
