import {
  boardReport,
  type Checked,
  createFormat,
  dashboardReport,
  type Entity,
  exponent,
  filtersToAddress,
  type Report,
  type Selection,
  type Source,
} from '@sluice/core';

/** The reports there are. */
export const REPORTS = ['dashboard', 'board'] as const;
export type ReportName = (typeof REPORTS)[number];

/** What a report is made of. */
export interface ReportOrder {
  readonly name: ReportName;
  readonly source: Source;
  readonly entity: Entity;
  readonly selection: Omit<Selection, 'entity'>;
  /** BCP 47 */
  readonly locale: string;
  /** Major units of the tenant's currency. */
  readonly quota?: number | undefined;
  readonly tenant: { readonly label: string; readonly zone: string; readonly currency: string; readonly today: string };
}

/** Which records, in the words of addresses: what a reader of the report may copy into one. */
const filteredBy = ({ where, ...selection }: Omit<Selection, 'entity'>): string =>
  [...filtersToAddress(selection).map(([name, value]) => `${name}=${value}`), ...(where ? [where] : [])].join(', ');

/** Asks the source for a report, in a language and the tenant's own zone. */
export const makeReport = ({
  name,
  source,
  entity,
  selection,
  locale,
  quota,
  tenant,
}: ReportOrder): Promise<Checked<Report>> => {
  const { label, zone, currency, today } = tenant;
  const filtered = filteredBy(selection);
  const make = name === 'board' ? boardReport : dashboardReport;
  return make({
    source,
    entity,
    selection,
    ...(filtered === '' ? {} : { filtered }),
    format: createFormat({ locale, currency, zone }),
    moment: { today, zone },
    owner: label,
    ...(quota === undefined ? {} : { quota: Math.round(quota * 10 ** exponent(currency)) }),
  });
};
