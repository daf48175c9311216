/** What a free chart says. */
export const pageChartMessages = {
  title: { en: 'Chart', fr: 'Graphique', ru: 'Диаграмма', he: 'תרשים' },
  sentence: {
    en: '{name}: from {least} ({leastAt}) to {most} ({mostAt}), {count} values.',
    fr: '{name} : de {least} ({leastAt}) à {most} ({mostAt}), {count} valeurs.',
    ru: '{name}: от {least} ({leastAt}) до {most} ({mostAt}), значений — {count}.',
    he: '{name}: מ־{least} ({leastAt}) עד {most} ({mostAt}), {count} ערכים.',
  },
  badType: {
    en: 'There is no chart of type {type}; choose one of {types}.',
    fr: 'Il n’y a pas de graphique de type {type} ; choisissez parmi {types}.',
    ru: 'Диаграммы типа {type} нет; есть: {types}.',
    he: 'אין תרשים מסוג {type}; בחרו מתוך {types}.',
  },
  badConfig: {
    en: 'The attribute config is no JSON object.',
    fr: 'L’attribut config n’est pas un objet JSON.',
    ru: 'Атрибут config — не объект JSON.',
    he: 'התכונה config אינה אובייקט JSON.',
  },
  notLoaded: {
    en: 'The chart library could not be loaded; the table has the figures.',
    fr: 'La bibliothèque de graphiques n’a pas pu être chargée ; le tableau donne les chiffres.',
    ru: 'Библиотека диаграмм не загрузилась; цифры есть в таблице.',
    he: 'ספריית התרשימים לא נטענה; הנתונים בטבלה.',
  },
  none: {
    en: 'A chart will stand here: choose what to group by, or give it data.',
    fr: 'Un graphique s’affichera ici : choisissez un regroupement ou donnez des données.',
    ru: 'Здесь будет диаграмма: выберите группировку или дайте данные.',
    he: 'כאן יופיע תרשים: בחרו קיבוץ או ספקו נתונים.',
  },
} as const;
