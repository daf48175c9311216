export const rolesMessages = {
  title: { en: 'Roles', fr: 'Rôles', ru: 'Роли', he: 'תפקידים' },
  role: { en: 'Role', fr: 'Rôle', ru: 'Роль', he: 'תפקיד' },
  members: {
    en: { one: '{count} person', other: '{count} people' },
    fr: { one: '{count} personne', many: '{count} personnes', other: '{count} personnes' },
    ru: { one: '{count} человек', few: '{count} человека', many: '{count} человек', other: '{count} человека' },
    he: { one: 'אדם אחד', two: 'שני אנשים', other: '{count} אנשים' },
  },
  fixed: {
    en: 'Administrators may do everything; this cannot be changed.',
    fr: 'Les administrateurs peuvent tout faire ; cela ne se change pas.',
    ru: 'Администраторам можно всё; это не меняется.',
    he: 'מנהלים רשאים הכול; אי אפשר לשנות זאת.',
  },
  records: { en: 'Records', fr: 'Fiches', ru: 'Записи', he: 'רשומות' },
  others: { en: 'All others', fr: 'Toutes les autres', ru: 'Все остальные', he: 'כל השאר' },
  asOthers: { en: 'As all others', fr: 'Comme les autres', ru: 'Как остальные', he: 'כמו השאר' },
  named: { en: 'Own rules', fr: 'Règles propres', ru: 'Свои правила', he: 'כללים משלו' },
  namedOf: {
    en: 'Own rules for {name}',
    fr: 'Règles propres pour {name}',
    ru: 'Свои правила: {name}',
    he: 'כללים משלו: {name}',
  },
  cell: { en: '{action}: {name}', fr: '{action} : {name}', ru: '{action}: {name}', he: '{action}: {name}' },
  own: { en: 'Only their own records', fr: 'Seulement leurs fiches', ru: 'Только свои записи', he: 'רק הרשומות שלהם' },
  organisation: { en: 'Organisation', fr: 'Organisation', ru: 'Организация', he: 'ארגון' },
  fields: { en: 'Fields of {name}', fr: 'Champs de {name}', ru: 'Поля: {name}', he: 'השדות של {name}' },
  write: { en: 'reads and writes', fr: 'lit et modifie', ru: 'читает и меняет', he: 'קורא וכותב' },
  read: { en: 'reads only', fr: 'lit seulement', ru: 'только читает', he: 'קורא בלבד' },
  none: { en: 'does not see', fr: 'ne voit pas', ru: 'не видит', he: 'לא רואה' },
  save: { en: 'Save', fr: 'Enregistrer', ru: 'Сохранить', he: 'שמירה' },
  discard: { en: 'Discard', fr: 'Annuler', ru: 'Отменить', he: 'ביטול' },
  remove: { en: 'Remove this role', fr: 'Retirer ce rôle', ru: 'Удалить роль', he: 'הסרת התפקיד' },
  reset: { en: 'As it came', fr: 'Comme à l’origine', ru: 'Как было', he: 'כפי שהיה' },
  add: { en: 'Add a role', fr: 'Ajouter un rôle', ru: 'Добавить роль', he: 'הוספת תפקיד' },
  name: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
  saved: {
    en: 'Saved. It holds at once for everybody who has this role.',
    fr: 'Enregistré, valable aussitôt pour qui a ce rôle.',
    ru: 'Сохранено и сразу действует для всех с этой ролью.',
    he: 'נשמר ותקף מיד לכל בעלי התפקיד.',
  },
  removed: { en: 'The role is gone.', fr: 'Le rôle est retiré.', ru: 'Роль удалена.', he: 'התפקיד הוסר.' },
} as const;

/** What can be allowed, in words; what is not here keeps its name. */
export const actionMessages = {
  read: { en: 'See', fr: 'Voir', ru: 'Видеть', he: 'לראות' },
  create: { en: 'Add', fr: 'Ajouter', ru: 'Добавлять', he: 'להוסיף' },
  change: { en: 'Change', fr: 'Modifier', ru: 'Менять', he: 'לשנות' },
  remove: { en: 'Remove', fr: 'Retirer', ru: 'Удалять', he: 'להסיר' },
  import: { en: 'Import', fr: 'Importer', ru: 'Импорт', he: 'לייבא' },
  export: { en: 'Export', fr: 'Exporter', ru: 'Экспорт', he: 'לייצא' },
  people: { en: 'Invite and manage people', fr: 'Gérer les personnes', ru: 'Управлять людьми', he: 'לנהל אנשים' },
  roles: { en: 'Change roles', fr: 'Modifier les rôles', ru: 'Менять роли', he: 'לשנות תפקידים' },
  settings: {
    en: 'Change fields, stages and rules',
    fr: 'Modifier champs, étapes et règles',
    ru: 'Менять поля, этапы и правила',
    he: 'לשנות שדות, שלבים וכללים',
  },
  embed: {
    en: 'Put widgets on other pages',
    fr: 'Placer des widgets ailleurs',
    ru: 'Встраивать виджеты',
    he: 'להטמיע רכיבים',
  },
  audit: { en: 'Read the journal', fr: 'Lire le journal', ru: 'Читать журнал', he: 'לקרוא את היומן' },
  jobs: {
    en: 'See what runs in the background',
    fr: 'Voir les tâches de fond',
    ru: 'Видеть фоновые задачи',
    he: 'לראות משימות רקע',
  },
} as const;

/** Refusals about roles, by their codes. */
export const rolesRefusals = {
  not_yours_to_give: {
    en: 'A role cannot be given more than you may do yourself.',
    fr: 'Un rôle ne peut pas recevoir plus que vos propres droits.',
    ru: 'Роли нельзя дать больше, чем можно вам.',
    he: 'אי אפשר לתת לתפקיד יותר מההרשאות שלך.',
  },
  own_role: {
    en: 'Nobody changes the role they have. Ask another administrator.',
    fr: 'Personne ne change son propre rôle. Demandez à un autre administrateur.',
    ru: 'Свою роль не меняют. Обратитесь к другому администратору.',
    he: 'אי אפשר לשנות את התפקיד של עצמך. יש לפנות למנהל אחר.',
  },
  role_in_use: {
    en: 'Somebody has this role. Give them another one first.',
    fr: 'Quelqu’un a ce rôle. Donnez-lui d’abord un autre.',
    ru: 'Эта роль у кого-то есть. Сначала дайте другую.',
    he: 'יש מי שמחזיק בתפקיד. יש לתת לו קודם אחר.',
  },
  changed_meanwhile: {
    en: 'Somebody else changed the settings meanwhile. They were loaded again; look and save once more.',
    fr: 'Quelqu’un d’autre a modifié les réglages. Ils sont rechargés ; vérifiez et enregistrez à nouveau.',
    ru: 'Настройки изменил кто-то другой. Они загружены снова; проверьте и сохраните ещё раз.',
    he: 'מישהו אחר שינה בינתיים את ההגדרות. הן נטענו מחדש; יש לבדוק ולשמור שוב.',
  },
} as const;
