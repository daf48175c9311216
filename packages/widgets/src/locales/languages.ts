/**
 * What has to arrive before elements can speak a locale's language; null when it is here. With a bundler all languages are: they stand
 * in the catalogues. The drop-in is built with ./languages.drop-in.ts in place of this file.
 */
export const languageArriving = (_locale: string): Promise<void> | null => null;
