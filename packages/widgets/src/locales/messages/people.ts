export const peopleMessages = {
  title: { en: 'People', fr: 'Personnes', ru: 'Люди', he: 'אנשים' },
  role: { en: 'Role', fr: 'Rôle', ru: 'Роль', he: 'תפקיד' },
  roleOf: { en: 'Role of {name}', fr: 'Rôle de {name}', ru: 'Роль: {name}', he: 'התפקיד של {name}' },
  own: { en: 'Own records only', fr: 'Ses fiches seulement', ru: 'Только свои записи', he: 'רק הרשומות שלו' },
  ownOf: {
    en: '{name} sees own records only',
    fr: '{name} ne voit que ses fiches',
    ru: '{name} видит только свои записи',
    he: 'הרשאה לרשומות עצמיות בלבד: {name}',
  },
  you: { en: 'You', fr: 'Vous', ru: 'Вы', he: 'זה אתם' },
  invited: { en: 'Invited', fr: 'Invitation envoyée', ru: 'Приглашение', he: 'הוזמן' },
  disabled: { en: 'Locked out', fr: 'Bloqué', ru: 'Доступ закрыт', he: 'חסום' },
  seen: { en: 'Last seen {when}', fr: 'Vu le {when}', ru: 'Активность: {when}', he: 'נראה לאחרונה: {when}' },
  never: { en: 'Never signed in', fr: 'Jamais connecté', ru: 'Ещё не входил', he: 'טרם נכנס' },
  until: {
    en: 'The link is good until {when}',
    fr: 'Lien valable jusqu’au {when}',
    ru: 'Ссылка действует до {when}',
    he: 'הקישור תקף עד {when}',
  },
  disable: { en: 'Lock out', fr: 'Bloquer', ru: 'Закрыть доступ', he: 'חסימה' },
  enable: { en: 'Let in again', fr: 'Débloquer', ru: 'Вернуть доступ', he: 'ביטול חסימה' },
  remove: { en: 'Remove', fr: 'Retirer', ru: 'Удалить', he: 'הסרה' },
  really: { en: 'Really remove', fr: 'Retirer vraiment', ru: 'Точно удалить', he: 'להסיר באמת' },
  actionOf: { en: '{action}: {name}', fr: '{action} : {name}', ru: '{action}: {name}', he: '{action}: {name}' },
  invite: { en: 'Invite', fr: 'Inviter', ru: 'Пригласить', he: 'הזמנה' },
  email: { en: 'E-mail', fr: 'E-mail', ru: 'Эл. почта', he: 'דוא״ל' },
  link: {
    en: 'Pass this link on. It works once, until {when}.',
    fr: 'Transmettez ce lien. Il sert une fois, jusqu’au {when}.',
    ru: 'Передайте эту ссылку. Она сработает один раз, до {when}.',
    he: 'יש להעביר את הקישור. הוא פועל פעם אחת, עד {when}.',
  },
  copy: { en: 'Copy', fr: 'Copier', ru: 'Скопировать', he: 'העתקה' },
  copied: { en: 'Copied.', fr: 'Copié.', ru: 'Скопировано.', he: 'הועתק.' },
  changed: { en: '{name} is changed.', fr: '{name} : modifié.', ru: '{name}: изменено.', he: 'עודכן: {name}.' },
  removed: { en: '{name} is removed.', fr: '{name} : retiré.', ru: '{name}: удалено.', he: 'הוסר: {name}.' },
  nobody: {
    en: 'Nobody belongs to this organisation yet. Invite the first.',
    fr: 'Personne n’appartient encore à cette organisation. Invitez quelqu’un.',
    ru: 'В организации пока никого нет. Пригласите первого.',
    he: 'עדיין אין אנשים בארגון. אפשר להזמין את הראשון.',
  },
} as const;

/** Refusals about people, by their codes. */
export const peopleRefusals = {
  last_admin: {
    en: 'This is the last administrator. Make somebody else one first.',
    fr: 'C’est le dernier administrateur. Nommez-en d’abord un autre.',
    ru: 'Это последний администратор. Сначала назначьте другого.',
    he: 'זה המנהל האחרון. יש למנות קודם אחר.',
  },
  own_membership: {
    en: 'Nobody changes their own role. Ask another administrator.',
    fr: 'Personne ne change son propre rôle. Demandez à un autre administrateur.',
    ru: 'Свою роль не меняют. Обратитесь к другому администратору.',
    he: 'אי אפשר לשנות את התפקיד של עצמך. יש לפנות למנהל אחר.',
  },
  not_yours_to_give: {
    en: 'This role may do more than yours.',
    fr: 'Ce rôle permet plus que le vôtre.',
    ru: 'У этой роли больше прав, чем у вашей.',
    he: 'לתפקיד הזה יותר הרשאות משלך.',
  },
  already_member: {
    en: 'This person belongs to the organisation already.',
    fr: 'Cette personne appartient déjà à l’organisation.',
    ru: 'Этот человек уже в организации.',
    he: 'האדם הזה כבר בארגון.',
  },
} as const;
