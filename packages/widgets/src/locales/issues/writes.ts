import type { Translations } from './translation.ts';

/** What can be wrong with a write, an import or its undo, by the codes of core’s issues. English is core’s own. */
export const writeWords = {
  no_such_record: {
    fr: 'La fiche {received} n’existe pas.',
    ru: 'Записи {received} нет.',
    he: 'אין רשומה {received}.',
  },
  no_next_stage: {
    fr: 'Il n’y a pas d’étape après {received}.',
    ru: 'После {received} этапа нет.',
    he: 'אין שלב אחרי {received}.',
  },
  not_now: {
    fr: 'La fiche étant ce qu’elle est, ce n’est pas possible.',
    ru: 'С записью в таком виде это невозможно.',
    he: 'אי אפשר לעשות זאת ברשומה כפי שהיא.',
  },
  already_converted: { fr: 'La fiche a déjà été convertie.', ru: 'Запись уже преобразована.', he: 'הרשומה כבר הומרה.' },
  cannot_do_without: { fr: 'Impossible sans {field}.', ru: 'Без {field} это невозможно.', he: 'אי אפשר בלי {field}.' },
  not_converted: {
    fr: 'Il n’y a pas de conversion à annuler pour cette fiche.',
    ru: 'У этой записи нет конвертации, которую можно отменить.',
    he: 'אין לרשומה המרה שאפשר לבטל.',
  },
  still_linked: {
    fr: 'Des fiches y sont encore liées : {received}.',
    ru: 'С ней ещё связаны записи: {received}.',
    he: 'עדיין מקושרות אליה רשומות: {received}.',
  },
  changed_meanwhile: {
    fr: 'La fiche a été modifiée entre-temps : elle en est à la version {expected}, la modification portait sur la version {received}.',
    ru: 'Запись тем временем изменили: сейчас версия {expected}, правка сделана на версии {received}.',
    he: 'הרשומה השתנתה בינתיים: היא בגרסה {expected}, העריכה נעשתה על גרסה {received}.',
  },
  ambiguous_record: {
    fr: 'Plusieurs fiches peuvent être visées : {received}.',
    ru: 'Подходят несколько записей: {received}.',
    he: 'אפשר שהכוונה לכמה רשומות: {received}.',
  },
  duplicate_row: {
    fr: 'La ligne désigne la même fiche que la ligne {received}.',
    ru: 'Строка — та же запись, что и строка {received}.',
    he: 'השורה היא אותה רשומה כמו שורה {received}.',
  },
  consent_kept: {
    fr: '{field} reste tel quel : un import ne revient pas sur un refus.',
    ru: '{field} остаётся как есть: импорт не отменяет отказ.',
    he: '{field} נשאר כפי שהוא: ייבוא אינו מבטל סירוב.',
  },
  edited_since: {
    fr: 'La fiche a été modifiée après l’import : elle en est à la version {received}, l’import l’a laissée à {expected}.',
    ru: 'Запись изменили после импорта: сейчас версия {received}, импорт оставил {expected}.',
    he: 'הרשומה נערכה אחרי הייבוא: היא בגרסה {received}, הייבוא השאיר אותה בגרסה {expected}.',
  },
  cannot_return: {
    fr: 'Une fiche supprimée ne revient pas.',
    ru: 'Удалённая запись не возвращается.',
    he: 'רשומה שהוסרה אינה חוזרת.',
  },
  imported_before: {
    fr: 'Ce fichier a déjà été importé.',
    ru: 'Этот файл уже импортирован.',
    he: 'הקובץ הזה כבר יובא.',
  },
  not_yours: { fr: 'Cette fiche n’est pas à vous.', ru: 'Эта запись не ваша.', he: 'הרשומה הזאת אינה שלכם.' },
  name_taken: { fr: 'Ce nom est déjà pris.', ru: 'Это имя уже занято.', he: 'השם הזה כבר תפוס.' },
  name_too_long: { fr: 'Le nom est trop long.', ru: 'Имя слишком длинное.', he: 'השם ארוך מדי.' },
} as const satisfies Translations;
