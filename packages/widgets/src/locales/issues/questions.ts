import type { Translations } from './translation.ts';

/** What can be wrong with a question, by the codes of core’s issues. English is core’s own. */
export const questionWords = {
  no_such_field: {
    fr: '{received} n’est pas un champ ici.',
    ru: 'Поля {received} здесь нет.',
    he: 'אין כאן שדה {received}.',
  },
  field_not_allowed: {
    fr: '{received} ne vous est pas ouvert.',
    ru: 'Поле {received} вам недоступно.',
    he: 'השדה {received} אינו פתוח בפניכם.',
  },
  no_such_entity: {
    fr: '{received} n’existe pas dans ce modèle.',
    ru: 'Сущности {received} в этой модели нет.',
    he: 'אין במודל הזה {received}.',
  },
  not_an_object: {
    fr: 'Une fiche s’écrit comme un objet JSON de champs.',
    ru: 'Запись пишется как объект JSON с полями.',
    he: 'רשומה נכתבת כאובייקט JSON של שדות.',
  },
  not_currency: {
    fr: '{received} n’est pas une devise ISO 4217.',
    ru: '{received} — не валюта ISO 4217.',
    he: '{received} אינו מטבע לפי ISO 4217.',
  },
  not_a_rate: {
    fr: '{received} n’est pas un taux de change.',
    ru: '{received} — не обменный курс.',
    he: '{received} אינו שער חליפין.',
  },
  mixed_currencies: {
    fr: 'Des montants en plusieurs devises ne s’additionnent pas : {received}.',
    ru: 'Суммы в разных валютах не складываются: {received}.',
    he: 'אי אפשר לחבר סכומים במטבעות שונים: {received}.',
  },
  no_such_metric: {
    fr: '{received} n’est ni un indicateur ni une expression.',
    ru: '{received} — не показатель и не выражение.',
    he: '{received} אינו מדד ואינו ביטוי.',
  },
  not_a_dimension: {
    fr: 'On ne peut pas regrouper par {received}.',
    ru: 'Нельзя группировать по {received}.',
    he: 'אי אפשר לקבץ לפי {received}.',
  },
  not_a_period: {
    fr: '{field} n’est pas une date et n’a pas de périodes.',
    ru: '{field} — не дата, периодов у него нет.',
    he: '{field} אינו תאריך ואין לו תקופות.',
  },
  not_comparable: {
    fr: '{field} ne se compare pas par {received}.',
    ru: '{field} нельзя сравнить через {received}.',
    he: 'אי אפשר להשוות את {field} באמצעות {received}.',
  },
  not_one_value: {
    fr: '{field} se compare à une seule valeur, pas à {received}.',
    ru: '{field} сравнивается с одним значением, а не с {received}.',
    he: '{field} מושווה לערך אחד, לא ל־{received}.',
  },
  not_a_condition: {
    fr: 'Une condition est oui ou non, pas {received}.',
    ru: 'Условие — это да или нет, а не {received}.',
    he: 'תנאי הוא כן או לא, לא {received}.',
  },
  not_sortable: {
    fr: 'On ne peut pas trier par {received}.',
    ru: 'Нельзя сортировать по {received}.',
    he: 'אי אפשר למיין לפי {received}.',
  },
  not_a_limit: {
    fr: 'La limite n’est pas {expected} : {received}.',
    ru: 'Предел должен быть {expected}, а не {received}.',
    he: 'המגבלה צריכה להיות {expected}, לא {received}.',
  },
  not_a_cursor: {
    fr: 'Le curseur n’est pas celui de cette liste.',
    ru: 'Это курсор другого списка.',
    he: 'הסמן אינו של הרשימה הזאת.',
  },
  after_today: {
    fr: '{received} est encore à venir.',
    ru: '{received} ещё не наступило.',
    he: '{received} עדיין לא הגיע.',
  },
  not_a_query: {
    fr: 'La question est illisible : {received}.',
    ru: 'Вопрос не читается: {received}.',
    he: 'אי אפשר לקרוא את השאלה: {received}.',
  },
  not_a_scenario: {
    fr: 'Le scénario est illisible : {received}.',
    ru: 'Сценарий не читается: {received}.',
    he: 'אי אפשר לקרוא את התרחיש: {received}.',
  },
  not_an_answer: {
    fr: 'Ce qui est revenu n’est pas une réponse.',
    ru: 'То, что пришло, — не ответ.',
    he: 'מה שחזר אינו תשובה.',
  },
  not_an_explanation: {
    fr: 'Ce qui est revenu n’est pas une explication.',
    ru: 'То, что пришло, — не объяснение.',
    he: 'מה שחזר אינו הסבר.',
  },
} as const satisfies Translations;
