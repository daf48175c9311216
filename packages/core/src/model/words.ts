import { fold, titleCase } from '../text.ts';
import { type Label, labelTexts } from '../kinds/index.ts';

/** The English plural of an identifier's last word: deal → deals, company → companies, address → addresses. */
export const pluralOf = (name: string): string => {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
};

/** An identifier as it stands in an address: marketingEvent → marketing-event. */
export const kebabCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** Every word an entity answers to, folded: name, address, labels and plurals in all languages. */
export const namesOf = (name: string, path: string, ...labels: readonly Label[]): readonly string[] =>
  [name, path, ...labels.flatMap(labelTexts)].map(fold);

/** The label of something that was given none. */
export const labelOr = (label: Label | undefined, name: string): Label => label ?? titleCase(name);
