/** The languages that every sentence of the elements is written in. */
export type Language = 'en' | 'fr' | 'ru' | 'he';

/** The forms of a sentence by plural category (Intl.PluralRules) of its `count`; `other` stands in for those left out. */
export type PluralForms = { readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string };

/** One sentence in every language; `{name}` stands for a parameter. */
export type Message = Readonly<Record<Language, string | PluralForms>>;

/** The sentences of one element. */
export type Messages = Readonly<Record<string, Message>>;

/** What fills the places of a sentence; `count` also chooses its plural form (and may be given in words by `shown`). */
export type Params = Readonly<Record<string, string | number>>;

/** Says a sentence of a catalogue. */
export type Say<M extends Messages> = (key: keyof M & string, params?: Params) => string;

const LANGUAGES: readonly Language[] = ['en', 'fr', 'ru', 'he'];

/** The language we speak to readers of a locale: its own where we have it, English where not. */
export function languageOf(locale: string): Language {
  const primary = locale.toLowerCase().split('-')[0] ?? '';
  const found = primary === 'iw' ? 'he' : primary;
  return LANGUAGES.find((language) => language === found) ?? 'en';
}

const plurals = new Map<Language, Intl.PluralRules>();
const numbers = new Map<Language, Intl.NumberFormat>();

function pluralOf(language: Language, count: number): Intl.LDMLPluralRule {
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  return rules.select(count);
}

function numberOf(language: Language, value: number): string {
  const format = numbers.get(language) ?? new Intl.NumberFormat(language);
  numbers.set(language, format);
  return format.format(value);
}

/** The sentences of a catalogue for a locale. Numbers among the parameters are written as the language writes them. */
export function sayIn<M extends Messages>(messages: M, locale: string): Say<M> {
  const language = languageOf(locale);
  return (key, params = {}) => {
    const message = messages[key]?.[language] ?? messages[key]?.en ?? '';
    const count = params['count'];
    const template =
      typeof message === 'string'
        ? message
        : ((typeof count === 'number' ? message[pluralOf(language, count)] : undefined) ?? message.other);
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      return value === undefined ? whole : typeof value === 'number' ? numberOf(language, value) : value;
    });
  };
}
