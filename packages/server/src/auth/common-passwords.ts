/**
 * What the commonest long passwords are made of: the leaders of every published list, in the languages of our users. A password that is
 * nothing but these, digits and signs is refused.
 */
const WORDS = `
password passwort motdepasse пароль parool contrasena senha admin administrator administrateur root user guest test
qwerty qwertz azerty йцукен qwertyuiop asdfghjkl zxcvbnm qazwsx qazwsxedc letmein welcome bienvenue willkommen iloveyou
jetaime monkey dragon master superman batman football baseball basketball soccer princess sunshine shadow michael
jennifer jordan michelle charlie freedom whatever trustno hello bonjour computer internet samsung google apple
microsoft windows starwars pokemon naruto cheese pepper summer winter spring autumn secret login access changeme
default system server database company office crm sluice sales client marseille paris moscow london newyork liverpool
chelsea arsenal barcelona realmadrid juventus correcthorsebatterystaple abcdefgh abcdefghijkl abcd abc xyz love baby
angel lovely god jesus family mother father loulou doudou chouchou nicolas thomas camille soleil
january february march april june july august september october november december
`
  .split(/\s+/)
  .filter((word) => word !== '')
  .sort((a, b) => b.length - a.length);

const LOOKS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
const ROWS = [
  '01234567890123456789',
  '09876543210987654321',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

const without = (text: string, words: readonly string[]): string => {
  let left = text;
  for (const word of words) if (word.length >= 3) left = left.replaceAll(word, ' ');
  return left;
};

/** Signs and digits do not make a password of a word. */
const bare = (text: string): string => text.replace(/[^\p{L}]+/gu, '');

/** One piece over and over, or a run along the keyboard. */
const isMonotonous = (text: string): boolean =>
  new Set(text).size <= 3 || /^(.{1,4})\1+.{0,3}$/u.test(text) || ROWS.some((row) => row.includes(text.slice(0, 10)));

/** Whether a password is one of those that are tried first. `words`: what a person and a place are called, no better than the others. */
export const isCommon = (password: string, words: readonly string[] = []): boolean => {
  const folded = password.normalize('NFKC').toLowerCase();
  const letters = folded.replace(/[013457@$]/g, (sign) => LOOKS[sign] ?? sign);
  const all = [...words.map((word) => word.toLowerCase()), ...WORDS];
  if (isMonotonous(folded) || bare(folded).length < 3) return true;
  return [folded, letters].some((text) => bare(without(text, all)).length < 3);
};
