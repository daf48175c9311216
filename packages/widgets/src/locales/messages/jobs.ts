/** What the element says that shows jobs which were given up. */
export const jobsMessages = {
  title: { en: 'Given up', fr: 'Abandonnés', ru: 'Не удалось', he: 'נכשלו' },
  none: {
    en: 'Nothing was given up.',
    fr: 'Rien n’a été abandonné.',
    ru: 'Всё выполнено.',
    he: 'הכול בוצע.',
  },
  mail: { en: 'A mail', fr: 'Un e-mail', ru: 'Письмо', he: 'דוא״ל' },
  webhook: { en: 'A webhook', fr: 'Un webhook', ru: 'Вебхук', he: 'webhook' },
  daily: {
    en: 'The reminders of a day',
    fr: 'Les rappels d’un jour',
    ru: 'Напоминания за день',
    he: 'התזכורות של יום',
  },
  backup: { en: 'A copy', fr: 'Une copie', ru: 'Копия', he: 'גיבוי' },
  tried: {
    en: { one: 'tried once, last {when}', other: 'tried {count} times, last {when}' },
    fr: {
      one: '{count} essai, le dernier {when}',
      many: '{count} essais, le dernier {when}',
      other: '{count} essais, le dernier {when}',
    },
    ru: {
      one: '{count} попытка, последняя {when}',
      few: '{count} попытки, последняя {when}',
      many: '{count} попыток, последняя {when}',
      other: '{count} попытки, последняя {when}',
    },
    he: {
      one: 'ניסיון אחד, {when}',
      two: 'שני ניסיונות, האחרון {when}',
      other: '{count} ניסיונות, האחרון {when}',
    },
  },
  retry: { en: 'Try again', fr: 'Réessayer', ru: 'Повторить', he: 'ניסיון נוסף' },
  retryOf: {
    en: 'Try again: {what}, {when}',
    fr: 'Réessayer : {what}, {when}',
    ru: 'Повторить: {what}, {when}',
    he: 'ניסיון נוסף: {what}, {when}',
  },
  forget: { en: 'Forget', fr: 'Oublier', ru: 'Забыть', he: 'להסיר' },
  forgetOf: {
    en: 'Forget: {what}, {when}',
    fr: 'Oublier : {what}, {when}',
    ru: 'Забыть: {what}, {when}',
    he: 'להסיר: {what}, {when}',
  },
  retried: {
    en: 'It is tried again.',
    fr: 'Nouvel essai en cours.',
    ru: 'Повторная попытка начата.',
    he: 'מנסים שוב.',
  },
  forgotten: { en: 'It is forgotten.', fr: 'Oublié.', ru: 'Удалено из списка.', he: 'הוסר.' },
} as const;

/** Why a job failed, by its code. */
export const jobReasons = {
  not_delivered: {
    en: 'The receiver did not take it.',
    fr: 'Le destinataire ne l’a pas pris.',
    ru: 'Получатель не принял.',
    he: 'הנמען לא קיבל.',
  },
  not_taken: {
    en: 'The mail server did not take it.',
    fr: 'Le serveur de messagerie ne l’a pas pris.',
    ru: 'Почтовый сервер не принял письмо.',
    he: 'שרת הדואר לא קיבל.',
  },
  too_slow: { en: 'It took too long.', fr: 'C’était trop long.', ru: 'Слишком долго.', he: 'נמשך זמן רב מדי.' },
  no_answer: {
    en: 'It took too long, or the server ended while it was at it.',
    fr: 'C’était trop long, ou le serveur s’est arrêté entre-temps.',
    ru: 'Слишком долго, или сервер остановился в это время.',
    he: 'נמשך זמן רב מדי, או שהשרת נעצר בינתיים.',
  },
  unreadable: {
    en: 'What it is about cannot be read.',
    fr: 'Son contenu ne peut pas être lu.',
    ru: 'Содержание не читается.',
    he: 'אי אפשר לקרוא את תוכנו.',
  },
  internal: {
    en: 'Something went wrong in the server; its log says what.',
    fr: 'Une erreur du serveur ; son journal dit laquelle.',
    ru: 'Ошибка на сервере; подробности в его журнале.',
    he: 'תקלה בשרת; הפרטים ביומן שלו.',
  },
} as const;
