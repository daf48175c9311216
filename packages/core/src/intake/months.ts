import { fold } from '../text.ts';

/** Month names and their usual abbreviations in English, French, Russian (as they stand in a date) and Hebrew, January first. */
const NAMES: readonly string[] = [
  'january jan janvier janv январь января янв ינואר ינו',
  'february feb février févr fév fevr февраль февраля фев февр פברואר פבר',
  'march mar mars март марта мар מרץ מרס',
  'april apr avril avr апрель апреля апр אפריל אפר',
  'may mai май мая מאי',
  'june jun juin июнь июня июн יוני',
  'july jul juillet juil июль июля июл יולי',
  'august aug août aou август августа авг אוגוסט אוג',
  'september sept sep septembre сентябрь сентября сен сент ספטמבר ספט',
  'october oct octobre октябрь октября окт אוקטובר אוק',
  'november nov novembre ноябрь ноября ноя нояб נובמבר נוב',
  'december dec décembre déc декабрь декабря дек דצמבר דצמ',
];

/** Words of a date that say nothing new: days of the week, "of", "year". */
const SKIPPED =
  'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun ' +
  'lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim ' +
  'понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс ' +
  'ראשון שני שלישי רביעי חמישי שישי שבת יום of the le de г года year';

const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((names, at) => names.split(' ').map((name) => [fold(name), at + 1] as const)),
);
const SKIP: ReadonlySet<string> = new Set(SKIPPED.split(' ').map(fold));

/** The month a folded word names, 1 to 12, or null. Hebrew dates write it with the preposition ב. */
export function monthOf(word: string): number | null {
  const bare = word.replace(/'$/, '');
  return MONTHS.get(bare) ?? (bare.startsWith('ב') ? MONTHS.get(bare.slice(1)) : undefined) ?? null;
}

/** Whether a folded word of a date can be passed over. */
export function skippable(word: string): boolean {
  return SKIP.has(word);
}
