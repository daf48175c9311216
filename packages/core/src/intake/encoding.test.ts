import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoder } from './decoder.ts';
import { sniffEncoding } from './encoding.ts';
import { doubleEncoding, isDoubleEncoded, repairDoubleEncoding } from './mojibake.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes of a text in a one-byte encoding, by asking the decoder what each byte means. */
function bytesIn(encoding: string, text: string): Uint8Array {
  const table = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder(encoding).decode(Uint8Array.of(byte)), byte] as const),
  );
  return Uint8Array.from([...text], (character) => table.get(character) ?? 63);
}

/** What a second, wrong encoding makes of a text: its UTF-8 bytes shown as Windows-1252. */
const twice = (text: string): string => decoder('windows-1252').decode(utf8(text));

const FRENCH = 'Société,Statut,Montant\nÉcole Générale,gagné,1 200 €\nCafé de l’Hôtel,à relancer,850\n';
const RUSSIAN = 'Клиент;Статус;Сумма\nРомашка;Переговоры;1200\nВектор;Выиграна;850\n';
const HEBREW = 'לקוח,שלב,סכום\nמשרד האוצר,משא ומתן,1200\nבית התוכנה,זכייה,850\n';

describe('sniffEncoding', () => {
  it.each([
    ['UTF-8', utf8(FRENCH), 'utf-8'],
    ['UTF-8 with a mark', utf8(`\ufeff${FRENCH}`), 'utf-8'],
    ['plain ASCII', utf8('a,b\n1,2\n'), 'utf-8'],
    ['Windows French', bytesIn('windows-1252', FRENCH), 'windows-1252'],
    ['Mac French', bytesIn('macintosh', FRENCH), 'macintosh'],
    ['Windows Russian', bytesIn('windows-1251', RUSSIAN), 'windows-1251'],
    ['KOI8 Russian', bytesIn('koi8-r', RUSSIAN), 'koi8-r'],
    ['Windows Hebrew', bytesIn('windows-1255', HEBREW), 'windows-1255'],
    ['one accented word', bytesIn('windows-1252', 'Client,Statut\nAcme,gagné\n'), 'windows-1252'],
    ['one Russian word', bytesIn('windows-1251', 'Client,Status\nAcme,Переговоры\n'), 'windows-1251'],
  ])('reads %s', (_, bytes, expected) => {
    expect(sniffEncoding(bytes).name).toBe(expected);
  });

  it.each(['utf-16le', 'utf-16be'])('reads %s with a mark and without', (name) => {
    const bytes = new Uint8Array(FRENCH.length * 2);
    for (let at = 0; at < FRENCH.length; at++) {
      const unit = FRENCH.charCodeAt(at);
      const [low, high] = name === 'utf-16le' ? [0, 1] : [1, 0];
      bytes[at * 2 + low] = unit & 255;
      bytes[at * 2 + high] = unit >> 8;
    }
    expect(sniffEncoding(bytes)).toEqual({ name, reason: 'zeros' });
    const mark = name === 'utf-16le' ? [255, 254] : [254, 255];
    expect(sniffEncoding(Uint8Array.from([...mark, ...bytes]))).toEqual({ name, reason: 'mark' });
    expect(decoder(name).decode(bytes)).toBe(FRENCH);
  });

  it('keeps UTF-8 where a single byte of a long text is broken', () => {
    const bytes = utf8(FRENCH.repeat(10));
    bytes[bytes.length - 3] = 0xe9;
    expect(sniffEncoding(bytes)).toEqual({ name: 'utf-8', reason: 'mostly' });
  });

  it('does not mistake a sample cut inside a character for another encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.nat(), (text, cut) => {
        const bytes = utf8(text);
        const sample = bytes.subarray(0, cut % (bytes.length + 1));
        fc.pre(!text.includes('\0') && !text.includes('\ufffd'));
        expect(sniffEncoding(sample, { complete: false }).name).toBe('utf-8');
      }),
    );
  });
});

const GREEK = 'Πελάτης;Στάδιο;Ποσό\nΆρτος ΑΕ;Διαπραγμάτευση;1200\nΉλιος;Κερδήθηκε;850\n';

/** Words of commerce as six languages write them, for files that nobody has seen before. */
const WORDS: readonly (readonly [string, readonly string[], string])[] = [
  [
    'French',
    ['windows-1252', 'macintosh'],
    'société échéance gagné à relancer déjà livré façade intérêt hôtel reçu Éric Étienne créé payée',
  ],
  [
    'Spanish',
    ['windows-1252', 'macintosh'],
    'año compañía teléfono situación perdió envío mañana dirección Núñez García',
  ],
  ['German', ['windows-1252', 'macintosh'], 'größe straße verkäufer für möglich übergabe schließen Müller Jäger'],
  [
    'Russian',
    ['windows-1251', 'koi8-r', 'ibm866'],
    'переговоры сделка клиент оплата Москва договор Ирина Павлов встреча сумма',
  ],
  ['Greek', ['windows-1253', 'iso-8859-7'], 'πελάτης συμφωνία προσφορά πληρωμή Αθήνα Γιώργος τηλέφωνο Άννα κερδήθηκε'],
  ['Hebrew', ['windows-1255'], 'לקוח עסקה הצעה תשלום ירושלים חברה פגישה סכום דנה'],
];

describe('files in the code page of a language', () => {
  it.each(WORDS.flatMap(([language, names, text]) => names.map((name) => [language, name, text.split(' ')] as const)))(
    'reads %s in %s, whatever is written',
    (_, name, words) => {
      // three words: fewer leave statistics nothing to go by
      const cells = fc.tuple(
        fc.uniqueArray(fc.constantFrom(...words), { minLength: 3, maxLength: 5 }).map((some) => [some]),
        fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
      );
      fc.assert(
        fc.property(cells, ([some, more]) => {
          const rows = [...some, ...more];
          const text = `name,status,amount\n${rows.map((row, at) => `${row.join(' ')},open,${at * 17}`).join('\n')}\n`;
          const bytes = bytesIn(name, text);
          expect(decoder(sniffEncoding(bytes).name).decode(bytes)).toBe(text);
        }),
        { numRuns: 200 },
      );
    },
  );

  it.each([RUSSIAN, HEBREW, GREEK])('reads UTF-16 without a mark: %s', (text) => {
    for (const [name, low, high] of [
      ['utf-16le', 0, 1],
      ['utf-16be', 1, 0],
    ] as const) {
      const bytes = new Uint8Array(text.length * 2);
      for (let at = 0; at < text.length; at++) {
        bytes[at * 2 + low] = text.charCodeAt(at) & 255;
        bytes[at * 2 + high] = text.charCodeAt(at) >> 8;
      }
      expect(sniffEncoding(bytes)).toEqual({ name, reason: 'zeros' });
    }
  });
});

describe('text seen through another encoding', () => {
  const through = (lens: string, text: string): string => decoder(lens).decode(utf8(text));

  it.each([
    ['macintosh', 'gagné - à relancer, intérêt, Société'],
    ['windows-1251', 'Переговоры;Выиграна;сделка'],
    ['windows-1252', 'Διαπραγμάτευση;Πελάτης'],
    ['windows-1252', 'לקוח;עסקה'],
  ] as const)('is repaired: %s, %s', (lens, text) => {
    const broken = through(lens, text);
    expect(doubleEncoding(broken)).toBe(lens);
    expect(repairDoubleEncoding(broken, lens).text).toBe(text);
  });

  it.each(WORDS)('is not found in %s as it should be', (_, __, text) => {
    expect(doubleEncoding(text)).toBeNull();
    expect(doubleEncoding(text.toUpperCase())).toBeNull();
  });
});

describe('text that was encoded twice', () => {
  it('finds it and gives back the statuses of the demo file', () => {
    const broken = twice('Statut\ngagné - en cours\nà relancer\nnégociation\n');
    expect(broken).toContain('gagnÃ©');
    expect(isDoubleEncoded(broken)).toBe(true);
    expect(repairDoubleEncoding(broken)).toEqual({
      text: 'Statut\ngagné - en cours\nà relancer\nnégociation\n',
      count: 3,
    });
  });

  it('gives back any text, Cyrillic, Hebrew and signs too', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abc éèàçœ€’ÉÀ«»Привет שלום 😀,;\n'), maxLength: 40 }),
        (text) => {
          const broken = twice(text);
          fc.pre(broken !== text);
          expect(isDoubleEncoded(broken)).toBe(true);
          expect(repairDoubleEncoding(broken).text).toBe(text);
        },
      ),
    );
  });

  it('undoes two layers', () => {
    expect(repairDoubleEncoding(twice(twice('négociation'))).text).toBe('négociation');
  });

  it('finds the à whose no-break space became a plain one', () => {
    expect(repairDoubleEncoding('Ã relancer, gagnÃ©').text).toBe('à relancer, gagné');
    expect(repairDoubleEncoding('Ã  relancer').text).toBe('à relancer');
  });

  it.each([
    'négociation, gagné',
    'CAFÉ»',
    'CAFÉ», l’été, naïve',
    'São Paulo, AÇÃO',
    'Переговоры',
    'plain',
    'Ärger, größer, 10 °C',
    '',
  ])('leaves %j alone', (text) => {
    expect(isDoubleEncoded(text)).toBe(false);
  });
});
