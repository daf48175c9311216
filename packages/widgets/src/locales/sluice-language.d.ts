/** The sentences of one language, of all catalogues: written by the drop-in's build (scripts/languages.mjs). */
declare module 'sluice:language/*' {
  import type { Sentences } from './languages.drop-in.ts';
  export const sentences: Sentences;
}
