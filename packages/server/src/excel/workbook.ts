import { type SheetFlow, sheetXml } from './sheet.ts';
import { openStyles } from './styles.ts';
import { attribute, DECLARATION, MAIN } from './xml.ts';
import { type ZipMember, zipOf } from './zip.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const typesXml = (sheets: readonly SheetFlow[]): string => {
  const part = (path: string, kind: string): string =>
    `<Override PartName="/xl/${path}.xml" ContentType="${TYPE}.${kind}+xml"/>`;
  return [
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    part('workbook', 'sheet.main'),
    part('styles', 'styles'),
    ...sheets.map((_, at) => part(`worksheets/sheet${at + 1}`, 'worksheet')),
    '</Types>',
  ].join('');
};

const relationsXml = (targets: readonly (readonly [kind: string, target: string])[]): string =>
  [
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">`,
    ...targets.map(
      ([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
    ),
    '</Relationships>',
  ].join('');

const workbookXml = (sheets: readonly SheetFlow[]): string =>
  [
    `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>`,
    ...sheets.map(({ name }, at) => `<sheet name="${attribute(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`),
    '</sheets></workbook>',
  ].join('');

function* membersOf(sheets: readonly SheetFlow[]): Generator<ZipMember, void, undefined> {
  const styles = openStyles();
  const worksheets = sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const);
  yield { name: '[Content_Types].xml', content: [typesXml(sheets)] };
  yield { name: '_rels/.rels', content: [relationsXml([['officeDocument', 'xl/workbook.xml']])] };
  yield { name: 'xl/workbook.xml', content: [workbookXml(sheets)] };
  yield {
    name: 'xl/_rels/workbook.xml.rels',
    content: [relationsXml([...worksheets, ['styles', 'styles.xml']])],
  };
  for (const [at, sheet] of sheets.entries())
    yield { name: `xl/worksheets/sheet${at + 1}.xml`, content: sheetXml(sheet, styles, { shown: at === 0 }) };
  yield { name: 'xl/styles.xml', content: [styles.xml()] };
}

/**
 * The bytes of an .xlsx file with these sheets, made while they are read: a sheet's rows are asked for when the sheet before is written.
 * The first row of each stays in sight. Throws what the rows throw.
 */
export const workbookOf = (sheets: readonly SheetFlow[]): AsyncGenerator<Uint8Array, void, undefined> =>
  zipOf(membersOf(sheets));
