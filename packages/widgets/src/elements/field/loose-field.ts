import { type Field, type FieldDef, resolveModel } from '@sluice/core';

/** What a form without a model says of an entry. */
export interface LooseField {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  readonly required: boolean;
  /** Words to choose from, comma-separated, as `key` or `key:label`. */
  readonly options: string;
  /** ISO 4217, for amounts. */
  readonly currency: string;
}

/** The kinds that stand by themselves; a stage needs a pipeline and a link an entity, which only a model has. */
const KINDS = [
  'text',
  'note',
  'email',
  'phone',
  'url',
  'number',
  'percent',
  'money',
  'date',
  'instant',
  'flag',
  'choice',
  'tags',
  'json',
] as const;

/** The words of a list like `s:Small,l:Large`. */
const wordsOf = (options: string): readonly { readonly key: string; readonly label?: string }[] =>
  options
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((option) => {
      const [key = '', text] = option.split(':');
      return text === undefined ? { key } : { key, label: text };
    });

/**
 * A field made from attributes, checked by the same rules as one of a model; text when no kind is said. Null for a kind that does not
 * stand by itself, and while nothing at all is said.
 */
export function looseField({ name, type, label, required, options, currency }: LooseField): Field | null {
  if (type === '' && name === '' && label === '') return null;
  const kind = KINDS.find((one) => one === (type || 'text'));
  if (!kind) {
    console.warn(`<sluice-field>: no kind of value is called ${type}; stages and links need a field of a model.`);
    return null;
  }
  const def = {
    kind,
    required,
    ...(label === '' ? {} : { label }),
    ...(kind === 'choice' ? { options: wordsOf(options) } : {}),
    ...(kind === 'money' ? { currency } : {}),
  } as FieldDef;
  const model = resolveModel({
    name: 'form',
    entities: [
      {
        name: 'entry',
        label: 'Entry',
        title: 'it',
        fields: { it: def.kind === 'text' ? def : { kind: 'text' }, entry: def },
      },
    ],
  });
  const field = model.ok ? model.value.find('entry')?.field('entry') : undefined;
  return field ? { ...field, name: name === '' ? 'entry' : name } : null;
}
