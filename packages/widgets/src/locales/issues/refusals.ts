import type { Translations } from './translation.ts';

/** Why a source or a server refuses something as a whole, by the codes of its errors. English is that of the error. */
export const refusalWords = {
  plan_changed: {
    fr: 'Des fiches ont changé depuis que le plan a été montré ; rien n’est écrit.',
    ru: 'Записи изменились с тех пор, как показан план; ничего не записано.',
    he: 'רשומות השתנו מאז שהוצגה התוכנית; דבר לא נכתב.',
  },
  plan_expired: {
    fr: 'Le plan a plus d’un jour ; son fichier n’est plus gardé.',
    ru: 'Плану больше суток; его файл уже не хранится.',
    he: 'התוכנית בת יותר מיום; הקובץ שלה כבר אינו נשמר.',
  },
  not_usable: {
    fr: 'Le fichier est inutilisable dans son ensemble.',
    ru: 'Файл целиком непригоден.',
    he: 'אי אפשר להשתמש בקובץ כולו.',
  },
  not_accepted: {
    fr: 'L’import n’a pas été accepté : il n’y a rien à annuler.',
    ru: 'Импорт не был принят: отменять нечего.',
    he: 'הייבוא לא אושר: אין מה לבטל.',
  },
  already_accepted: { fr: 'L’import est déjà fait.', ru: 'Импорт уже выполнен.', he: 'הייבוא כבר בוצע.' },
  nothing_planned: { fr: 'Il n’y a pas d’import en cours.', ru: 'Импорта нет.', he: 'אין ייבוא.' },
  interrupted: {
    fr: 'Le serveur s’est arrêté pendant l’écriture ; rien n’est écrit.',
    ru: 'Сервер остановился во время записи; ничего не записано.',
    he: 'השרת נעצר בזמן הכתיבה; דבר לא נכתב.',
  },
  stopped: {
    fr: 'L’import a été arrêté ; rien n’est écrit.',
    ru: 'Импорт остановлен; ничего не записано.',
    he: 'הייבוא נעצר; דבר לא נכתב.',
  },
  refused: { fr: 'Le serveur a refusé la demande.', ru: 'Сервер отклонил запрос.', he: 'השרת סירב לבקשה.' },
  internal: {
    fr: 'Une erreur est survenue sur le serveur ; rien n’est écrit.',
    ru: 'На сервере что-то пошло не так; ничего не записано.',
    he: 'משהו השתבש בשרת; דבר לא נכתב.',
  },
  not_rows: {
    fr: 'Il n’y a pas de tableau dans ces données.',
    ru: 'В этих данных нет таблицы.',
    he: 'אין טבלה בנתונים האלה.',
  },
  no_source: { fr: 'Il n’y a pas de source de données.', ru: 'Источника данных нет.', he: 'אין מקור נתונים.' },
  bad_blueprint: { fr: 'Le modèle est faux.', ru: 'Модель неверна.', he: 'המודל שגוי.' },
  store_failed: {
    fr: 'Le navigateur n’a pas pu garder les données.',
    ru: 'Браузер не смог сохранить данные.',
    he: 'הדפדפן לא הצליח לשמור את הנתונים.',
  },
} as const satisfies Translations;
