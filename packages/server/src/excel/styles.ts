import type { SheetValue } from '@sluice/core';
import { attribute, DECLARATION, MAIN } from './xml.ts';

/** The styles of a workbook, numbered as cells ask for them. */
export interface Styles {
  /** The number of the style of a cell; 0 is the plain one. */
  numberOf(cell: SheetValue): number;
  /** The part that tells what the numbers mean: for the end, when all cells are written. */
  xml(): string;
}

/** Numbers below are formats that spreadsheets know by themselves. */
const FIRST_FORMAT = 164;

/** The styles of a new workbook. */
export const openStyles = (): Styles => {
  const formats = new Map<string, number>();
  const styles = new Map<string, { readonly number: number; readonly xml: string }>();
  const formatOf = (format: string): number => {
    const number = formats.get(format) ?? FIRST_FORMAT + formats.size;
    formats.set(format, number);
    return number;
  };
  const numberOf = ({ format, bold }: SheetValue): number => {
    if (format === undefined && bold === undefined) return 0;
    const key = `${bold ? 'b' : ''}:${format ?? ''}`;
    const known = styles.get(key);
    if (known) return known.number;
    const shown = format === undefined ? 'numFmtId="0"' : `numFmtId="${formatOf(format)}" applyNumberFormat="1"`;
    const font = bold ? 'fontId="1" applyFont="1"' : 'fontId="0"';
    const made = { number: styles.size + 1, xml: `<xf ${shown} ${font} fillId="0" borderId="0" xfId="0"/>` };
    styles.set(key, made);
    return made.number;
  };
  const xml = (): string => {
    const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"';
    const numbered = [...formats].map(([code, id]) => `<numFmt numFmtId="${id}" formatCode="${attribute(code)}"/>`);
    const font = (bold: string): string =>
      `<font>${bold}<sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/><scheme val="minor"/></font>`;
    return [
      `${DECLARATION}<styleSheet xmlns="${MAIN}">`,
      numbered.length === 0 ? '' : `<numFmts count="${numbered.length}">${numbered.join('')}</numFmts>`,
      `<fonts count="2">${font('')}${font('<b/>')}</fonts>`,
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
      `<cellStyleXfs count="1">${plain}/></cellStyleXfs>`,
      `<cellXfs count="${styles.size + 1}">${plain} xfId="0"/>${[...styles.values()].map((one) => one.xml).join('')}</cellXfs>`,
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
      '</styleSheet>',
    ].join('');
  };
  return { numberOf, xml };
};
