import type { Translations } from './translation.ts';

/** What can be wrong with a blueprint, an overlay or the rights of a role, by the codes of core’s issues. English is core’s own. */
export const definitionWords = {
  named_twice: {
    fr: 'Deux fois le même nom : {field}.',
    ru: 'Два одинаковых имени: {field}.',
    he: 'אותו שם פעמיים: {field}.',
  },
  no_such_kind: {
    fr: 'Il n’y a pas de type de champ {received}.',
    ru: 'Вида поля {received} нет.',
    he: 'אין סוג שדה {received}.',
  },
  refers_to_itself: {
    fr: '{field} se calcule à partir de lui-même : {received}.',
    ru: '{field} вычисляется через самого себя: {received}.',
    he: '{field} מחושב מעצמו: {received}.',
  },
  wrong_unit: {
    fr: '{field} devrait donner {expected}, pas {received}.',
    ru: '{field} должно давать {expected}, а не {received}.',
    he: '{field} אמור לתת {expected}, לא {received}.',
  },
  kind_is_fixed: {
    fr: '{field} est fixé : c’est {expected}, cela ne devient pas {received}.',
    ru: '{field} задано как {expected} и не станет {received}.',
    he: '{field} קבוע: הוא {expected} ואינו יכול להיות {received}.',
  },
  outcome_is_fixed: {
    fr: 'L’issue d’une étape ne se change pas par une surcouche.',
    ru: 'Исход этапа нельзя изменить надстройкой.',
    he: 'אי אפשר לשנות תוצאה של שלב בשכבה.',
  },
  overlay_forbidden: {
    fr: '{field} ne se change pas par une surcouche.',
    ru: '{field} нельзя изменить надстройкой.',
    he: 'אי אפשר לשנות את {field} בשכבה.',
  },
  overlay_loosens: {
    fr: 'Une surcouche peut resserrer {field}, pas le relâcher.',
    ru: 'Надстройка может ужесточить {field}, но не ослабить.',
    he: 'שכבה יכולה להחמיר את {field}, לא להקל.',
  },
  overlay_drops: {
    fr: 'Une surcouche ne peut pas retirer {received}.',
    ru: 'Надстройка не может убрать {received}.',
    he: 'שכבה אינה יכולה להסיר את {received}.',
  },
  new_field_incomplete: {
    fr: 'Il manque au nouveau champ {field} : {expected}.',
    ru: 'Новому полю {field} не хватает: {expected}.',
    he: 'לשדה החדש {field} חסר: {expected}.',
  },
  new_gate_incomplete: {
    fr: 'Il manque au nouveau contrôle {field} : {expected}.',
    ru: 'Новой проверке {field} не хватает: {expected}.',
    he: 'לבקרה החדשה {field} חסר: {expected}.',
  },
  new_stage_incomplete: {
    fr: 'Il manque à la nouvelle étape : {expected}.',
    ru: 'Новому этапу не хватает: {expected}.',
    he: 'לשלב החדש חסר: {expected}.',
  },
  no_such_pipeline: {
    fr: 'Il n’y a pas de pipeline {received}.',
    ru: 'Воронки {received} нет.',
    he: 'אין צינור {received}.',
  },
  no_such_stage: { fr: 'Il n’y a pas d’étape {received}.', ru: 'Этапа {received} нет.', he: 'אין שלב {received}.' },
  reserved_name: {
    fr: '{received} est un nom que Sluice utilise lui-même.',
    ru: 'Имя {received} занято самим Sluice.',
    he: '{received} הוא שם ש־Sluice משתמש בו.',
  },
  too_many_fields: {
    fr: '{field} en aurait plus de {expected}.',
    ru: 'В {field} их было бы больше {expected}.',
    he: 'ב־{field} יהיו יותר מ־{expected}.',
  },
  not_an_overlay: {
    fr: '{field} est illisible : {received}.',
    ru: '{field} не читается: {received}.',
    he: 'אי אפשר לקרוא את {field}: {received}.',
  },
  not_rights: {
    fr: 'Ce qu’un rôle peut faire s’écrit ainsi : {expected}.',
    ru: 'Права роли пишутся так: {expected}.',
    he: 'מה שמותר לתפקיד נכתב כך: {expected}.',
  },
  no_such_right: {
    fr: '{received} ne peut pas être autorisé ici.',
    ru: 'Права {received} здесь нет.',
    he: 'אין כאן הרשאה {received}.',
  },
  read_needed: {
    fr: 'Qui agit sur {field} doit aussi le lire : {received}.',
    ru: 'Кто меняет {field}, тот его и читает: {received}.',
    he: 'מי שפועל על {field} גם קורא אותו: {received}.',
  },
  title_hidden: {
    fr: '{received} nomme les fiches et ne se cache pas tant qu’on les voit.',
    ru: '{received} даёт записям имя: пока они видны, его не скрыть.',
    he: '{received} נותן לרשומות שם ואי אפשר להסתירו כל עוד רואים אותן.',
  },
  not_a_name: {
    fr: '{received} ne peut pas être un nom ici : il faut {expected}.',
    ru: '{received} не годится как имя: нужно {expected}.',
    he: '{received} אינו יכול להיות שם כאן: נדרש {expected}.',
  },
} as const satisfies Translations;
