import type * as Words from './issues/words.ts';

/** The words of issues: a part of their own, loaded when the first issue has to be worded. */
export type IssueWords = typeof Words;

let words: IssueWords | null = null;
let arriving: Promise<void> | null = null;

const fetched = async (): Promise<void> => {
  try {
    words = await import('./issues/words.ts');
  } catch (failure) {
    // issues speak English then; the next one tries again
    console.error('The words of issues cannot be loaded.', failure);
    arriving = null;
  }
};

/** The words of issues; null while they are not here. */
export const issueWords = (): IssueWords | null => words;

/** What has to arrive before issues can be worded; null when it is here. */
export const issueWordsArriving = (): Promise<void> | null => (words ? null : (arriving ??= fetched()));
