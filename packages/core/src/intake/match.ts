import { labelTexts } from '../kinds/index.ts';
import type { Entity, Field } from '../model/index.ts';
import { headerKey, similar, words } from '../text.ts';

/** Why a heading may mean a field, the surest first. */
export type MatchReason = 'name' | 'label' | 'alias' | 'similar' | 'words';

export interface Match {
  readonly confidence: number;
  readonly reason: MatchReason;
}

/** Compares headings with the fields of one entity. */
export interface Matcher {
  /** How sure a heading means a field, or null. `fit` is asked only where the words alone are a guess. */
  match(heading: Heading, field: Field, fit: () => boolean): Match | null;
  heading(header: string): Heading;
}

/** A heading as its comparable forms: whole, without units and remarks, without the entity's own name. */
export interface Heading {
  readonly key: string;
  readonly bare: readonly string[];
  readonly inner: readonly string[];
}

interface Spelling {
  readonly key: string;
  readonly words: readonly string[];
  readonly reason: 'name' | 'label' | 'alias';
  readonly confidence: number;
}

const NEAR = 0.85;

/** A matcher for the stored fields of an entity; every spelling of every field is folded once. */
export function fieldMatcher(entity: Entity): Matcher {
  const spellings = new Map(entity.stored.map((field) => [field.name, spellingsOf(field)]));
  const own = new Set(
    [entity.name, ...labelTexts(entity.label), ...labelTexts(entity.plural)].flatMap((text) => words(text)),
  );
  return {
    heading: (header) => {
      const bare = withoutUnits(header);
      return { key: headerKey(header), bare, inner: bare.filter((word) => !own.has(word)) };
    },
    match: (heading, field, fit) => {
      const all = spellings.get(field.name) ?? [];
      return equal(heading, all) ?? guessed(heading, all, field, fit);
    },
  };
}

function spellingsOf(field: Field): readonly Spelling[] {
  const spelling = (text: string, reason: Spelling['reason'], confidence: number): Spelling => ({
    key: headerKey(text),
    words: words(text),
    reason,
    confidence,
  });
  return [
    spelling(field.name, 'name', 1),
    ...labelTexts(field.label).map((text) => spelling(text, 'label', 0.98)),
    ...field.aliases.map((text) => spelling(text, 'alias', 0.95)),
  ];
}

function equal({ key, bare, inner }: Heading, spellings: readonly Spelling[]): Match | null {
  const forms = [
    [key, 0],
    [bare.join(''), 0.05],
    [inner.join(''), 0.15],
  ] as const;
  for (const [form, less] of forms) {
    const found = form === '' ? undefined : spellings.find((one) => one.key === form);
    if (found !== undefined) return { confidence: found.confidence - less, reason: found.reason };
  }
  return null;
}

function guessed(
  { key, bare }: Heading,
  spellings: readonly Spelling[],
  field: Field,
  fit: () => boolean,
): Match | null {
  const near = key.length < 5 ? 0 : Math.max(0, ...spellings.map((one) => likeness(one.key, key)));
  if (near >= NEAR && fit()) return { confidence: 0.8 * near, reason: 'similar' };
  if (field.kind === 'link') return linkGuess(bare, spellings);
  const shared = TYPED.has(field.kind) ? Math.max(0, ...spellings.map((one) => sharedWords(bare, one.words))) : 0;
  return shared > 0 && fit() ? { confidence: 0.5 + 0.3 * shared, reason: 'words' } : null;
}

/** `Associated Company Domain`: a link's word among words that only say how the other record is named. */
function linkGuess(bare: readonly string[], spellings: readonly Spelling[]): Match | null {
  const rest = bare.filter((word) => !NAMING.has(word));
  if (rest.length === 0 || rest.length === bare.length) return null;
  const key = rest.join('');
  return spellings.some((one) => one.words.join('') === key) ? { confidence: 0.6, reason: 'words' } : null;
}

const NAMING: ReadonlySet<string> = new Set(
  'associated related linked primary domain email mail website url code key ref number associe associee lie liee domaine site связанная связанный домен почта משויך דומיין'.split(
    ' ',
  ),
);

function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return Math.abs(a.length - b.length) > longer * (1 - NEAR) ? 0 : similar(a, b);
}

/** The share of a heading's words that a spelling covers, when all words of the spelling stand in the heading. */
function sharedWords(heading: readonly string[], spelling: readonly string[]): number {
  const covers = spelling.join('').length >= 4 && spelling.every((word) => heading.includes(word));
  return covers ? spelling.length / heading.length : 0;
}

/** The words of a heading without remarks in brackets, currencies and tax notes: `Montant HT (€)` → `montant`. */
function withoutUnits(header: string): readonly string[] {
  const outside = unrepeated(words(header.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')));
  const kept = (outside.length > 0 ? outside : words(header)).filter((word) => !PASSED_OVER.has(word));
  return kept.length > 0 ? kept : words(header);
}

/** Words each once: two rows of the same names make `Date Date`. */
function unrepeated(all: readonly string[]): readonly string[] {
  return [...new Set(all)];
}

const PASSED_OVER: ReadonlySet<string> = new Set(
  'eur euro euros usd gbp ils rub ht ttc keur in en pct de du des le la les l d the of'.split(' '),
);
/** Kinds whose values can contradict a guess. */
const TYPED: ReadonlySet<string> = new Set(
  'number percent money date instant email phone url flag choice stage'.split(' '),
);
