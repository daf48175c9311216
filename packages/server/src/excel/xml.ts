/** How every part of a workbook begins. */
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** The language of sheets. */
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const SPECIAL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text between tags, without the few characters that XML has no way to write. */
export const content = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  text.replace(/[&<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, (letter) => SPECIAL[letter] ?? '');

/** A text as the value of an attribute, in double quotes. */
export const attribute = (text: string): string => content(text).replaceAll('"', '&quot;');
