/** What every chart says. */
export const chartMessages = {
  dataTable: { en: 'Data table', fr: 'Tableau des données', ru: 'Таблица данных', he: 'טבלת נתונים' },
  showOnly: {
    en: 'Show only {name}',
    fr: 'Ne montrer que {name}',
    ru: 'Показать только: {name}',
    he: 'להציג רק {name}',
  },
  addToFilter: {
    en: 'Also show {name}',
    fr: 'Montrer aussi {name}',
    ru: 'Показать также: {name}',
    he: 'להציג גם {name}',
  },
  showAll: {
    en: 'Show everything again',
    fr: 'Tout montrer à nouveau',
    ru: 'Показать всё снова',
    he: 'להציג הכול שוב',
  },
  dropFromFilter: {
    en: 'Leave out {name} again',
    fr: 'Ne plus montrer {name}',
    ru: 'Убрать: {name}',
    he: 'להסיר {name}',
  },
  other: { en: 'Others', fr: 'Autres', ru: 'Прочие', he: 'אחרים' },
  blank: { en: 'Not given', fr: 'Non renseigné', ru: 'Не указано', he: 'לא צוין' },
  menu: { en: 'Picture of the chart', fr: 'Image du graphique', ru: 'Картинка диаграммы', he: 'תמונת התרשים' },
  copyPicture: { en: 'Copy as picture', fr: 'Copier l’image', ru: 'Скопировать картинку', he: 'העתקה כתמונה' },
  saveSvg: { en: 'Save as SVG', fr: 'Enregistrer en SVG', ru: 'Сохранить как SVG', he: 'שמירה כ־SVG' },
  savePng: { en: 'Save as PNG', fr: 'Enregistrer en PNG', ru: 'Сохранить как PNG', he: 'שמירה כ־PNG' },
  copied: { en: 'Copied', fr: 'Copié', ru: 'Скопировано', he: 'הועתק' },
  notCopied: {
    en: 'The browser did not allow copying; it was saved instead.',
    fr: 'Le navigateur n’a pas permis la copie ; l’image a été enregistrée.',
    ru: 'Браузер не разрешил копирование; картинка сохранена.',
    he: 'הדפדפן לא אפשר העתקה; התמונה נשמרה.',
  },
  empty: {
    en: 'No figures here yet.',
    fr: 'Pas encore de chiffres ici.',
    ru: 'Здесь пока нет цифр.',
    he: 'אין כאן עדיין נתונים.',
  },
} as const;

export const funnelMessages = {
  title: { en: 'Funnel', fr: 'Entonnoir', ru: 'Воронка', he: 'משפך' },
  summary: {
    en: '{stages} from {first} to {last}; most in {most}: {value}.',
    fr: '{stages} de {first} à {last} ; le plus en {most} : {value}.',
    ru: '{stages} от «{first}» до «{last}»; больше всего — {most}: {value}.',
    he: '{stages} מ{first} עד {last}; הכי הרבה ב{most}: {value}.',
  },
  stages: {
    en: { one: '{count} stage', other: '{count} stages' },
    fr: { one: '{count} étape', many: '{count} étapes', other: '{count} étapes' },
    ru: { one: '{count} этап', few: '{count} этапа', many: '{count} этапов', other: '{count} этапа' },
    he: { one: 'שלב אחד', two: 'שני שלבים', other: '{count} שלבים' },
  },
  none: {
    en: 'No open deals in this selection.',
    fr: 'Aucune affaire en cours dans cette sélection.',
    ru: 'В этой выборке нет открытых сделок.',
    he: 'אין עסקאות פתוחות בבחירה זו.',
  },
  count: { en: 'Number', fr: 'Nombre', ru: 'Количество', he: 'מספר' },
  amount: { en: 'Amount', fr: 'Montant', ru: 'Сумма', he: 'סכום' },
  weighted: { en: 'Weighted', fr: 'Pondéré', ru: 'Взвешенная', he: 'משוקלל' },
  weightedOf: { en: '{value} weighted', fr: '{value} pondéré', ru: '{value} с весом', he: '{value} משוקלל' },
  outcomes: { en: 'Closed', fr: 'Closes', ru: 'Закрытые', he: 'סגורות' },
} as const;

export const barsMessages = {
  summary: {
    en: '{measure} by {by}: {first} leads with {value}, among {count}.',
    fr: '{measure} par {by} : {first} en tête avec {value}, sur {count}.',
    ru: '{measure} по полю «{by}»: впереди {first}, {value}; всего {count}.',
    he: '{measure} לפי {by}: {first} בראש עם {value}, מתוך {count}.',
  },
  title: { en: '{measure} by {by}', fr: '{measure} par {by}', ru: '{measure}: {by}', he: '{measure} לפי {by}' },
  measure: { en: 'Measure', fr: 'Mesure', ru: 'Показатель', he: 'מדד' },
} as const;

export const sparklineMessages = {
  summary: {
    en: '{measure} from {from} to {to}: {first} to {last}.',
    fr: '{measure} de {from} à {to} : de {first} à {last}.',
    ru: '{measure} с {from} по {to}: от {first} до {last}.',
    he: '{measure} מ{from} עד {to}: מ{first} ל{last}.',
  },
  none: {
    en: 'No months to show.',
    fr: 'Aucun mois à montrer.',
    ru: 'Нет месяцев для показа.',
    he: 'אין חודשים להצגה.',
  },
} as const;
