/** What a cell looks like, before anybody knows what its column means. */
export type ValueClass = 'blank' | 'number' | 'date' | 'time' | 'email' | 'url' | 'code' | 'word' | 'words' | 'text';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[T\s])|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:$|\s)/;
const TIME = /^\d{1,2}:\d{2}(?::\d{2})?$/;
const NUMBER = /^[-+(]?\D{0,2}\d[\d\s\u00a0\u202f.,']*\D{0,2}$/;
const URL = /^(?:https?:\/\/|www\.)\S+$/i;
const LONG = 60;

/** The class of a cell; cheap enough for every cell of a sample. */
export function classOf(cell: string): ValueClass {
  const text = cell.trim();
  if (text === '') return 'blank';
  if (text.length > 200) return 'text';
  if (EMAIL.test(text)) return 'email';
  if (DATE.test(text)) return 'date';
  if (TIME.test(text)) return 'time';
  if (URL.test(text)) return 'url';
  if (NUMBER.test(text) && !/\p{L}{2}/u.test(text)) return 'number';
  if (text.length > LONG) return 'text';
  if (/\s/.test(text)) return 'words';
  return /\d/.test(text) ? 'code' : 'word';
}

/** The class of a cell where it is one that a column keeps throughout and a heading does not have; else null. */
export function typeOf(cell: string): 'number' | 'date' | 'email' | 'time' | 'url' | null {
  const found = classOf(cell);
  return found === 'number' || found === 'date' || found === 'email' || found === 'time' || found === 'url'
    ? found
    : null;
}
