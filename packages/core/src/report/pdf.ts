import type { Report, ReportFigure, ReportPart } from './report.ts';
import { reportWords } from './words.ts';

/** A document in the words of pdfmake: plain data, but for the footer, which needs to know its page. */
export interface PdfContent {
  readonly [word: string]: unknown;
}

/** How a document is written. */
export interface PdfLook {
  /** The name of a font with the letters of all languages of the product. */
  readonly font: string;
  /** Puts the letters of a line into the order they are seen in, from left to right (Unicode bidirectional algorithm). */
  readonly ordered: (text: string, rightToLeft: boolean) => string;
  /** ISO instant, for the document's own notes. */
  readonly at: string;
}

/** The Unicode bidirectional algorithm, as bidi-js has it. */
export interface Bidi<L> {
  getEmbeddingLevels(text: string, base: 'ltr' | 'rtl'): L;
  getReorderedString(text: string, levels: L): string;
}

/** Puts the letters of a line into the order they are seen in, by an implementation of the algorithm. */
export const orderedBy =
  <L>(bidi: Bidi<L>): PdfLook['ordered'] =>
  (text, rightToLeft) =>
    bidi.getReorderedString(text, bidi.getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr'));

type Block = PdfContent;

const ACCENT = '#0b6b75';
const MUTED = '#566a6e';
const LINE = '#d9e2e3';
const WIDTH = 515;
/** Letters that surely fit a line of the page: what is written from right to left is broken here, before its order is turned. */
const LETTERS = 92;
const BAR = 240;

/** Lines of at most so many letters, broken between words. */
export const broken = (text: string, most: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const RIGHT_TO_LEFT = /([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+)/u;

/**
 * A line that was put into the order it is seen in, in pieces to be drawn one after the other. Words of a script that runs from right to
 * left are handed over as they are read: whoever shapes their letters turns them.
 */
export const pieces = (seen: string): readonly string[] =>
  seen
    .split(RIGHT_TO_LEFT)
    .map((piece, at) => (at % 2 === 1 ? [...piece].toReversed().join('') : piece))
    .filter((piece) => piece !== '');

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** Draws the parts of one report. */
const pen = ({ rightToLeft }: Report, { ordered }: PdfLook) => {
  const start = rightToLeft ? 'right' : 'left';
  const end = rightToLeft ? 'left' : 'right';
  const line = (text: string): string | readonly Block[] => {
    const drawn = pieces(ordered(text, rightToLeft));
    return drawn.length > 1 ? drawn.map((one) => ({ text: one })) : (drawn[0] ?? '');
  };
  const row = <T>(cells: readonly T[]): readonly T[] => (rightToLeft ? cells.toReversed() : cells);
  const said = (text: string, look: Block = {}): Block => ({
    stack: (rightToLeft ? broken(text, LETTERS) : [text]).map((one) => ({
      text: line(one),
      alignment: start,
      ...look,
    })),
  });

  const figure = ({ label, value, note }: ReportFigure): Block => ({
    stack: [
      { text: line(label), color: MUTED, fontSize: 8, alignment: start },
      { text: line(value), bold: true, fontSize: 14, alignment: start },
      ...(note === undefined ? [] : [{ text: line(cut(note, 60)), color: MUTED, fontSize: 7, alignment: start }]),
    ],
  });
  const figures = (all: readonly ReportFigure[]): Block => {
    const lines: Block[] = [];
    for (let at = 0; at < all.length; at += 4) {
      const four = all.slice(at, at + 4).map(figure);
      const cells = [...four, ...Array.from({ length: 4 - four.length }, () => ({ text: '' }))];
      lines.push({ columns: row(cells), columnGap: 12, margin: [0, 4, 0, 8] });
    }
    return { stack: lines };
  };

  const heading = (title: string): Block => ({
    text: line(title),
    bold: true,
    fontSize: 11,
    color: ACCENT,
    alignment: start,
    margin: [0, 12, 0, 4],
    headlineLevel: 1,
  });

  const table = (part: Extract<ReportPart, { readonly kind: 'table' }>): readonly Block[] => {
    const { title, columns, rows, total, note } = part;
    const cell = (text: string, at: number, look: Block = {}): Block => ({
      text: line(cut(text, 60)),
      alignment: columns[at]?.number ? end : start,
      noWrap: columns[at]?.number === true,
      ...look,
    });
    const body = [
      row(columns.map(({ label }, at) => cell(label, at, { color: MUTED, fontSize: 8 }))),
      ...rows.map((cells) => row(cells.map((text, at) => cell(text, at)))),
      ...(total ? [row(total.map((text, at) => cell(text, at, { bold: true })))] : []),
    ];
    const widths = row(columns.map(({ number }, at) => (number ? 'auto' : at === 0 ? '*' : 'auto')));
    return [
      heading(title),
      ...(columns.length === 0
        ? []
        : [
            {
              table: { headerRows: 1, widths, body, dontBreakRows: true },
              layout: {
                hLineWidth: (at: number) => (at === 0 ? 0 : 0.5),
                vLineWidth: () => 0,
                hLineColor: () => LINE,
                paddingLeft: () => 4,
                paddingRight: () => 4,
                paddingTop: () => 3,
                paddingBottom: () => 3,
              },
            },
          ]),
      ...(note === undefined ? [] : [said(note, { color: MUTED, fontSize: 8, margin: [0, 3, 0, 0] })]),
    ];
  };

  const bars = ({ title, bars: all, note }: Extract<ReportPart, { readonly kind: 'bars' }>): readonly Block[] => {
    const drawn = (share: number): Block => {
      const width = Math.max(1, Math.round(share * BAR));
      return { canvas: [{ type: 'rect', x: rightToLeft ? BAR - width : 0, y: 2, w: width, h: 9, color: ACCENT }] };
    };
    return [
      heading(title),
      ...all.map(({ label, value, share }) => ({
        columns: row([
          { text: line(cut(label, 34)), width: 150, alignment: start },
          { ...drawn(share), width: BAR },
          { text: line(value), width: '*', alignment: end },
        ]),
        columnGap: 8,
        margin: [0, 1, 0, 1],
      })),
      ...(note === undefined ? [] : [said(note, { color: MUTED, fontSize: 8 })]),
    ];
  };

  const part = (one: ReportPart): readonly Block[] => {
    switch (one.kind) {
      case 'figures':
        return [...(one.title === undefined ? [] : [heading(one.title)]), figures(one.figures)];
      case 'table':
        return table(one);
      case 'bars':
        return bars(one);
      case 'text':
        return [said(one.text, { margin: [0, 6, 0, 0] })];
    }
  };
  return { part, said, heading, line, start };
};

/**
 * A report as a document for pdfmake: A4, the parts one below the other, page numbers, and on the last page what each figure means.
 * Languages written from right to left are laid out in that direction.
 */
export const pdfOf = (report: Report, look: PdfLook): PdfContent => {
  const { title, subtitle, locale, parts, definitions } = report;
  const { part, said, heading, line, start } = pen(report, look);
  const say = reportWords(locale);
  return {
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 48],
    info: { title, creator: 'Sluice', producer: 'Sluice', creationDate: new Date(look.at) },
    language: locale,
    defaultStyle: { font: look.font, fontSize: 9, lineHeight: 1.15, color: '#16262a' },
    content: [
      { text: line(title), bold: true, fontSize: 20, alignment: start },
      said(subtitle, { color: MUTED, margin: [0, 0, 0, 2] }),
      { canvas: [{ type: 'line', x1: 0, y1: 4, x2: WIDTH, y2: 4, lineWidth: 1, lineColor: ACCENT }] },
      ...parts.flatMap(part),
      ...(definitions.length === 0
        ? []
        : [
            heading(say('definitions')),
            ...definitions.map(({ term, meaning }) =>
              said(`${term}: ${meaning}`, { fontSize: 8, margin: [0, 1, 0, 1] }),
            ),
          ]),
    ],
    footer: (page: number, pages: number) => ({
      text: line(say('page', { page: String(page), pages: String(pages) })),
      alignment: 'center',
      color: MUTED,
      fontSize: 8,
      margin: [0, 16, 0, 0],
    }),
    // a heading never stands alone at the end of a page
    pageBreakBefore: (node: { readonly headlineLevel?: number }, { getFollowingNodesOnPage }: NodeQueries) =>
      node.headlineLevel === 1 && getFollowingNodesOnPage().length === 0,
  };
};

interface NodeQueries {
  readonly getFollowingNodesOnPage: () => readonly unknown[];
}
