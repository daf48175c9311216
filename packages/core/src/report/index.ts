export { type ReportWish } from './ask.ts';
export { boardReport } from './board-report.ts';
export { dashboardReport } from './dashboard-report.ts';
export { orderedBy, type PdfContent, pdfOf } from './pdf.ts';
export type { Report, ReportColumn, ReportFigure, ReportPart } from './report.ts';
