import {
  addressOf,
  boardReport,
  createFormat,
  dashboardReport,
  type Entity,
  exponent,
  filtersToAddress,
  type ListQuery,
  type Moment,
  type Source,
  SourceError,
} from '@sluice/core';
import { loaded } from '../../sources/failure.ts';
import { isServed } from '../../sources/remote-export.ts';
import type { Collected } from './collect.ts';

/** The reports there are. */
export type ReportName = 'dashboard' | 'board';

/** What a report is made of beside its records. */
export interface ReportOrder {
  readonly name: ReportName;
  readonly locale: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly moment: Moment;
  /** Major units; blank: none. */
  readonly quota: string;
  /** ISO instant */
  readonly at: string;
}

/** The report of what a list lets in, as a PDF: of a server, the file that it makes; else made here. Throws `SourceError`. */
export const collectReport = async (
  { source, entity, list }: { readonly source: Source; readonly entity: Entity; readonly list: ListQuery },
  { name, locale, currency, moment, quota, at }: ReportOrder,
): Promise<Collected> => {
  const aim = Number(quota);
  const reached = aim > 0 ? aim : undefined;
  if (isServed(source)) {
    const words = new URLSearchParams(addressOf(list).map(([word, value]) => [word, value]));
    words.set('locale', locale);
    words.set('entity', entity.name);
    if (reached !== undefined) words.set('quota', String(reached));
    const asked = `reports/${name}.pdf?${words.toString()}`;
    const { json } = await source.request.ask('get', asked, { blob: true, patient: true });
    if (json instanceof Blob) return { state: 'done', parts: [json], rows: 1 };
    throw new SourceError('unreadable', 'What came back is not a file.', 'Try again.');
  }
  const { entity: _, ...selection } = list;
  const filtered = filtersToAddress(selection)
    .map(([word, value]) => `${word}=${value}`)
    .join(', ');
  const report = await (name === 'board' ? boardReport : dashboardReport)({
    source,
    entity,
    selection,
    ...(filtered === '' ? {} : { filtered }),
    format: createFormat({ locale, currency, zone: moment.zone }),
    moment,
    owner: 'Sluice',
    ...(reached === undefined ? {} : { quota: Math.round(reached * 10 ** exponent(currency)) }),
  });
  if (!report.ok) return { state: 'refused', issues: report.issues };
  const { pdfFile } = await loaded(import('../../sources/write-pdf.ts'));
  return { state: 'done', parts: [await pdfFile(report.value, at)], rows: 1 };
};
