const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ESCAPED[one] ?? one);

/** A line that is an address as a whole: ours alone, as whatever comes from records stands among other words. */
const ADDRESS = /^https?:\/\/\S+$/;

const lineOf = (line: string): string =>
  ADDRESS.test(line) ? `<a href="${escaped(line)}">${escaped(line)}</a>` : escaped(line);

/** Lines without a blank one between them. */
const blockOf = (block: string): string => {
  const lines = block.split('\n');
  if (lines.every((line) => line.startsWith('- ')))
    return `<ul dir="auto">${lines.map((line) => `<li dir="auto">${escaped(line.slice(2))}</li>`).join('')}</ul>`;
  return `<p dir="auto">${lines.map(lineOf).join('<br>')}</p>`;
};

/**
 * The text of a mail as a page: paragraphs, lists, and a link where a line is an address. Nothing in it is loaded, styled or run, and each
 * paragraph is written in the direction of its own letters.
 */
export const htmlOf = (text: string): string => {
  const blocks = text
    .trim()
    .split(/\n{2,}/)
    .map(blockOf);
  return `<!doctype html><html><head><meta charset="utf-8"></head><body>${blocks.join('')}</body></html>`;
};
