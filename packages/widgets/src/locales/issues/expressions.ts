import type { Translations } from './translation.ts';

/** What can be wrong with an expression, by the codes of core’s issues. English is core’s own. */
export const expressionWords = {
  unexpected_end: {
    fr: 'L’expression s’arrête là où il faudrait {expected}.',
    ru: 'Выражение кончается там, где нужно {expected}.',
    he: 'הביטוי נגמר במקום שנדרש {expected}.',
  },
  unexpected_word: {
    fr: '{received} ne peut pas être là (caractère {at}) : il faut {expected}.',
    ru: '{received} здесь стоять не может (знак {at}): нужно {expected}.',
    he: '{received} אינו יכול לעמוד כאן (תו {at}): נדרש {expected}.',
  },
  unreadable_character: {
    fr: '{received} n’appartient pas au langage (caractère {at}).',
    ru: '{received} не из этого языка (знак {at}).',
    he: '{received} אינו חלק מהשפה (תו {at}).',
  },
  unclosed_text: {
    fr: 'Le texte qui commence au caractère {at} n’est jamais fermé.',
    ru: 'Текст, начатый знаком {at}, не закрыт.',
    he: 'הטקסט שמתחיל בתו {at} אינו נסגר.',
  },
  too_long_an_expression: {
    fr: 'L’expression dépasse {expected}.',
    ru: 'Выражение длиннее, чем {expected}.',
    he: 'הביטוי ארוך מ־{expected}.',
  },
  too_deep_an_expression: {
    fr: 'L’expression est imbriquée au-delà de {expected} (caractère {at}).',
    ru: 'Вложенность выражения больше, чем {expected} (знак {at}).',
    he: 'הביטוי מקונן עמוק מ־{expected} (תו {at}).',
  },
  chained_comparison: {
    fr: 'Les comparaisons ne s’enchaînent pas (caractère {at}).',
    ru: 'Сравнения нельзя ставить цепочкой (знак {at}).',
    he: 'אי אפשר לשרשר השוואות (תו {at}).',
  },
  too_precise_a_number: {
    fr: '{received} a trop de chiffres (caractère {at}).',
    ru: 'В {received} слишком много цифр (знак {at}).',
    he: 'ב־{received} יש יותר מדי ספרות (תו {at}).',
  },
  unknown_name: {
    fr: '{received} n’est pas un champ de {entity} (caractère {at}).',
    ru: '{received} — не поле {entity} (знак {at}).',
    he: '{received} אינו שדה של {entity} (תו {at}).',
  },
  unknown_function: {
    fr: '{received} n’est pas une fonction (caractère {at}).',
    ru: '{received} — не функция (знак {at}).',
    he: '{received} אינו פונקציה (תו {at}).',
  },
  wrong_count: {
    fr: '{name} prend {expected}, pas {received} (caractère {at}).',
    ru: '{name} берёт {expected}, а не {received} (знак {at}).',
    he: '{name} מקבל {expected}, לא {received} (תו {at}).',
  },
  mixed_units: {
    fr: '{name} ne combine pas {left} et {right} (caractère {at}).',
    ru: '{name} не соединяет {left} и {right} (знак {at}).',
    he: '{name} אינו מחבר {left} ו־{right} (תו {at}).',
  },
  mixed_expression_currencies: {
    fr: 'Des montants en {left} et en {right} ne se combinent pas (caractère {at}).',
    ru: 'Суммы в {left} и {right} не соединяются (знак {at}).',
    he: 'אי אפשר לחבר סכומים ב־{left} וב־{right} (תו {at}).',
  },
  wrong_operand: {
    fr: '{name} prend {expected}, pas {received} (caractère {at}).',
    ru: '{name} берёт {expected}, а не {received} (знак {at}).',
    he: '{name} מקבל {expected}, לא {received} (תו {at}).',
  },
  not_a_constant: {
    fr: '{name} ne prend que des constantes (caractère {at}).',
    ru: '{name} берёт только постоянные (знак {at}).',
    he: '{name} מקבל קבועים בלבד (תו {at}).',
  },
  compares_null: {
    fr: 'Rien n’est égal à null (caractère {at}).',
    ru: 'Ничто не равно null (знак {at}).',
    he: 'שום דבר אינו שווה ל־null (תו {at}).',
  },
  unreadable_constant: {
    fr: '{received} n’est pas {expected} (caractère {at}).',
    ru: '{received} — не {expected} (знак {at}).',
    he: '{received} אינו {expected} (תו {at}).',
  },
  aggregate_here: {
    fr: '{name} parle de plusieurs lignes, il en faut une seule ici (caractère {at}).',
    ru: '{name} говорит о многих строках, а здесь нужна одна (знак {at}).',
    he: '{name} מדבר על שורות רבות, וכאן נדרשת אחת (תו {at}).',
  },
  nested_aggregate: {
    fr: '{name} ne peut pas être dans un autre agrégat (caractère {at}).',
    ru: '{name} не может стоять внутри другой сводки (знак {at}).',
    he: '{name} אינו יכול לעמוד בתוך צבירה אחרת (תו {at}).',
  },
  not_aggregated: {
    fr: '{name} change d’une ligne à l’autre ; un chiffre sur plusieurs lignes demande un agrégat autour (caractère {at}).',
    ru: '{name} меняется от строки к строке; для числа по многим строкам вокруг нужна сводка (знак {at}).',
    he: '{name} משתנה משורה לשורה; מספר על שורות רבות דורש צבירה סביבו (תו {at}).',
  },
} as const satisfies Translations;
