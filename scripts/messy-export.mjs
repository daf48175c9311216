// A founder's export as exports are: saved by a spreadsheet of another decade (Windows-1252), a title above the table, statuses in any
// spelling, amounts and dates as people write them, a column nobody asked for, the same line twice, totals at the end.

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const chanceOf = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const TRADES = [
  'Atelier',
  'Boulangerie',
  'Cabinet',
  'Clinique',
  'Domaine',
  'Éditions',
  'Fonderie',
  'Garage',
  'Hôtel',
  'Librairie',
  'Menuiserie',
  'Studio',
];
const NAMES = [
  'Aubert',
  'Béranger',
  'Colin',
  'Duval',
  'Étienne',
  'Fabre',
  'Gérard',
  'Hébert',
  'Jacquet',
  'Lefèvre',
  'Marchand',
  'Noël',
  'Picard',
  'Rivière',
  'Séguin',
  'Vasseur',
];
const STATUSES = [
  ['Gagné', 5],
  ['GAGNE ', 1],
  ['Perdu', 5],
  ['Prospect', 6],
  ['prospect', 1],
  ['Qualifié', 4],
  ['Négociation', 2],
  ['En négo', 1],
];
const SECTORS = ['Énergie', 'Santé', 'Industrie', 'Formation', 'Restauration'];
const SELLERS = ['Inès Benali', 'Hugo Lefèvre', 'Nadia Roche'];
const BAG = STATUSES.flatMap(([word, times]) => Array(times).fill(word));

const amount = (cents) =>
  `${(cents / 100).toLocaleString('fr-FR', { minimumFractionDigits: 2 }).replaceAll('\u202f', '\u00a0')} €`;
const day = (date) =>
  `${String(date.getUTCDate()).padStart(2, '0')}/${String(date.getUTCMonth() + 1).padStart(2, '0')}/${date.getUTCFullYear()}`;

/**
 * The bytes of the export, around a day.
 * @param {number} rows
 * @param {Date} today
 */
export function messyExport(rows, today) {
  const chance = chanceOf(7);
  const one = (list) => list[Math.floor(chance() * list.length)];
  const moved = (days) => new Date(today.getTime() + days * 86_400_000);
  const lines = Array.from({ length: rows }, (_, at) => {
    const status = one(BAG);
    const closed = /gagn|perdu/i.test(status);
    const created = moved(-30 - Math.floor(chance() * 400));
    const due = closed ? moved(-Math.floor(chance() * 200) - 5) : moved(Math.floor(chance() * 240) - 12);
    const cents = Math.round(chance() ** 3 * 4_000_000 + 90_000);
    const price = at === 17 ? 'environ 9000' : at % 97 === 40 ? '' : amount(cents);
    const until = at === 31 ? '31/06/2027' : day(due);
    return [
      `${one(TRADES)} ${one(NAMES)} ${at + 1}`,
      status,
      price,
      one(SECTORS),
      day(created),
      until,
      one(SELLERS),
      one(['chaud', '', 'à voir']),
    ].join(';');
  });
  lines.push(lines[3] ?? '');
  const text = [
    'Suivi commercial - export du tableau;;;;;;;',
    ';;;;;;;',
    'Nom du client;Statut;Montant HT;Secteur;Créé le;Échéance;Commercial;Humeur',
    ...lines,
    `Total;;${amount(123_456_700)};;;;;`,
  ].join('\r\n');
  // the letters of this file are those of Latin-1, but for the sign of the euro
  return Uint8Array.from([...text].map((letter) => (letter === '€' ? 0x80 : letter.charCodeAt(0))));
}
