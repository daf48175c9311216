/** What every element with figures says. */
export const figureMessages = {
  blank: { en: 'No value', fr: 'Sans valeur', ru: 'Без значения', he: 'ללא ערך' },
  loading: { en: 'Loading', fr: 'Chargement', ru: 'Загрузка', he: 'טוען' },
  noRows: {
    en: 'No records to measure in this selection.',
    fr: 'Aucune fiche à mesurer dans cette sélection.',
    ru: 'В этой выборке нечего измерять.',
    he: 'אין רשומות למדידה בבחירה זו.',
  },
  noValues: {
    en: 'The records of this selection have no value for it.',
    fr: 'Les fiches de cette sélection n’ont pas cette valeur.',
    ru: 'У записей этой выборки нет такого значения.',
    he: 'לרשומות בבחירה זו אין ערך כזה.',
  },
  noDenominator: {
    en: 'There is nothing to divide by in this selection.',
    fr: 'Rien par quoi diviser dans cette sélection.',
    ru: 'В этой выборке не на что делить.',
    he: 'אין במה לחלק בבחירה זו.',
  },
  mixedCurrencies: {
    en: 'Amounts in several currencies cannot be added. Filter by one currency.',
    fr: 'Des montants en plusieurs devises ne s’additionnent pas. Filtrez sur une devise.',
    ru: 'Суммы в разных валютах не складываются. Выберите одну валюту.',
    he: 'אי אפשר לחבר סכומים במטבעות שונים. סננו לפי מטבע אחד.',
  },
  unknown: {
    en: 'Cannot be computed from these records.',
    fr: 'Incalculable à partir de ces fiches.',
    ru: 'По этим записям не вычисляется.',
    he: 'אי אפשר לחשב מרשומות אלה.',
  },
  others: { en: 'Others', fr: 'Autres', ru: 'Прочие', he: 'אחרים' },
  clear: { en: 'Clear the filters', fr: 'Effacer les filtres', ru: 'Сбросить фильтры', he: 'ניקוי המסננים' },
} as const;
