/** The languages that the pages speak; the elements have the same. */
export const LANGUAGES = ['en', 'fr', 'ru', 'he'] as const;
export type Language = (typeof LANGUAGES)[number];

const WORDS = {
  dashboard: ['Dashboard', 'Tableau de bord', 'Панель', 'לוח מחוונים'],
  forecast: ['Forecast', 'Prévisions', 'Прогноз', 'תחזית'],
  board: ['Board', 'Kanban', 'Доска', 'לוח'],
  tasks: ['Tasks', 'Tâches', 'Задачи', 'משימות'],
  records: ['Records', 'Fiches', 'Записи', 'רשומות'],
  settings: ['Settings', 'Réglages', 'Настройки', 'הגדרות'],
  pages: ['Pages', 'Pages', 'Страницы', 'עמודים'],
  signOut: ['Sign out', 'Se déconnecter', 'Выйти', 'יציאה'],
  signIn: ['Sign in', 'Connexion', 'Вход', 'כניסה'],
  skip: ['To the content', 'Aller au contenu', 'К содержанию', 'לתוכן'],
  noScript: [
    'This page needs JavaScript; the API does not: see /docs.',
    'Cette page a besoin de JavaScript ; l’API non : voir /docs.',
    'Этой странице нужен JavaScript; API — нет: см. /docs.',
    'העמוד הזה צריך JavaScript; ה־API לא: ראו /docs.',
  ],
  spent: [
    'This sign-in link was used already, or is older than 15 minutes.',
    'Ce lien a déjà servi, ou date de plus de 15 minutes.',
    'Эта ссылка уже использована или старше 15 минут.',
    'הקישור כבר נוצל או ישן מ־15 דקות.',
  ],
  newLink: [
    'Or get a new link in a terminal on the server, then open it here:',
    'Ou demandez un nouveau lien dans un terminal du serveur, puis ouvrez-le ici :',
    'Или получите новую ссылку в терминале сервера и откройте её здесь:',
    'או הפיקו קישור חדש במסוף של השרת ופתחו אותו כאן:',
  ],
} as const;

export type Word = keyof typeof WORDS;

/** A word of the pages in a language. */
export const word = (language: Language, key: Word): string => WORDS[key][LANGUAGES.indexOf(language)] ?? WORDS[key][0];

/** The first language of a browser that the pages speak. */
export const languageOf = (accepted: string | undefined): Language => {
  const wanted = (accepted ?? '').split(',').map((one) => (one.split(';')[0] ?? '').trim().slice(0, 2).toLowerCase());
  return wanted.flatMap((code) => LANGUAGES.filter((language) => language === code))[0] ?? 'en';
};
