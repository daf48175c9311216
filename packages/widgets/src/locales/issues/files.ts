import type { Translations } from './translation.ts';

/** What can be wrong with a file, by the codes of core’s issues. English is core’s own. */
export const fileWords = {
  empty_file: { fr: 'Le fichier est vide.', ru: 'Файл пуст.', he: 'הקובץ ריק.' },
  not_a_table: {
    fr: 'Ce n’est pas un tableau de texte : {received}.',
    ru: 'Это не текстовая таблица: {received}.',
    he: 'זו אינה טבלת טקסט: {received}.',
  },
  too_large_a_file: {
    fr: 'Le fichier dépasse {expected}.',
    ru: 'Файл больше, чем {expected}.',
    he: 'הקובץ גדול מ־{expected}.',
  },
  mended_row: {
    fr: 'Cellules de la ligne : {received}, de l’en-tête : {expected} ; elles ont été mises sous les colonnes qui leur ressemblent.',
    ru: 'Ячеек в строке: {received}, в заголовке: {expected}; они поставлены под похожие столбцы.',
    he: 'תאים בשורה: {received}, בכותרת: {expected}; הם הושמו מתחת לעמודות שהם דומים להן.',
  },
  narrow_header: {
    fr: 'Noms dans l’en-tête : {received}, cellules dans les lignes : {expected}.',
    ru: 'Имён в заголовке: {received}, ячеек в строках: {expected}.',
    he: 'שמות בכותרת: {received}, תאים בשורות: {expected}.',
  },
  repeated_header: {
    fr: 'L’en-tête revient dans le fichier ; cette ligne est laissée de côté.',
    ru: 'Заголовок повторяется в файле; эта строка пропущена.',
    he: 'הכותרת חוזרת בקובץ; השורה הזאת הושמטה.',
  },
  total_row: {
    fr: 'La ligne contient des totaux et est laissée de côté.',
    ru: 'В строке итоги; она пропущена.',
    he: 'השורה מכילה סיכומים והושמטה.',
  },
  note_row: {
    fr: 'La ligne est une note sous le tableau et est laissée de côté.',
    ru: 'Строка — примечание под таблицей; она пропущена.',
    he: 'השורה היא הערה מתחת לטבלה והושמטה.',
  },
  second_table: {
    fr: 'Un deuxième tableau commence à la ligne {row} ; lignes laissées de côté : {count}.',
    ru: 'Со строки {row} начинается вторая таблица; пропущено строк: {count}.',
    he: 'בשורה {row} מתחילה טבלה שנייה; שורות שהושמטו: {count}.',
  },
  stray_quote: {
    fr: 'Une cellule contient un guillemet non doublé ; il est gardé.',
    ru: 'В ячейке есть неудвоенная кавычка; она оставлена.',
    he: 'בתא יש מירכאה שאינה כפולה; היא נשמרה.',
  },
  broken_workbook: {
    fr: 'Le classeur est illisible : {received}.',
    ru: 'Книга не читается: {received}.',
    he: 'אי אפשר לקרוא את החוברת: {received}.',
  },
  no_such_sheet: {
    fr: 'Le classeur n’a pas de feuille {received}.',
    ru: 'В книге нет листа {received}.',
    he: 'אין בחוברת גיליון {received}.',
  },
  several_sheets: {
    fr: 'Le classeur a {count} feuilles ; {received} a été lue, pas {others}.',
    ru: 'Листов в книге: {count}; прочитан {received}, но не {others}.',
    he: 'בחוברת {count} גיליונות; נקרא {received}, לא {others}.',
  },
  error_cells: {
    fr: 'Cellules en erreur, comme {received} : {count} ; elles sont vides ici.',
    ru: 'Ячеек с ошибками вроде {received}: {count}; здесь они пусты.',
    he: 'תאים עם שגיאות כמו {received}: {count}; הם ריקים כאן.',
  },
  uncomputed_cells: {
    fr: 'Formules sans valeur : {count} ; elles sont vides ici.',
    ru: 'Формул без значения: {count}; здесь они пусты.',
    he: 'נוסחאות בלי ערך: {count}; הן ריקות כאן.',
  },
  nothing_mapped: {
    fr: 'Aucune colonne ne correspond à un champ.',
    ru: 'Ни один столбец не похож на поле.',
    he: 'אף עמודה אינה מתאימה לשדה.',
  },
  unmapped_required: {
    fr: 'Aucune colonne ne donne {field}, qui est obligatoire.',
    ru: 'Ни один столбец не даёт {field}, а оно обязательно.',
    he: 'אף עמודה אינה נותנת את {field}, והוא חובה.',
  },
  no_such_column: {
    fr: 'Le fichier n’a pas de colonne {received}.',
    ru: 'В файле нет столбца {received}.',
    he: 'אין בקובץ עמודה {received}.',
  },
  mapped_twice: {
    fr: 'Deux colonnes alimentent {field}.',
    ru: 'Два столбца дают {field}.',
    he: 'שתי עמודות נותנות את {field}.',
  },
} as const satisfies Translations;
