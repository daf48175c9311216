// \p{C}: what no eye sees, and half characters, which no database keeps
const FORM = /^[^\s\p{C}@<>()[\]\\,;:"]{1,64}@[^\s\p{C}@<>()[\]\\,;:"]{1,190}$/u;

/** An e-mail address as it is compared: one spelling for what is the same to everybody. Null for what is none. */
export const foldEmail = (said: string): string | null => {
  const folded = said.normalize('NFKC').trim().toLowerCase();
  return folded.length <= 254 && FORM.test(folded) ? folded : null;
};

/** Words of an address that nobody should build a password of. */
export const wordsOf = (email: string): readonly string[] => email.split(/[@.+\-_]/).filter((word) => word.length >= 4);
