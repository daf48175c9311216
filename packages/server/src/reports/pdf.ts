import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { orderedBy, type Report, pdfOf } from '@sluice/core';
import bidiModule from 'bidi-js';
import pdfmake from 'pdfmake';

const FONT = 'DejaVu';
/** Its types say that it is a CommonJS module; what Node loads is not. */
const bidiFactory = bidiModule as unknown as typeof bidiModule.default;

/** A line of text in the order its letters are seen in, from left to right. */
export const ordered = orderedBy(bidiFactory());

let ready = false;
/** The one font of reports: Latin, Greek, Cyrillic and Hebrew. It is embedded as far as it is used. */
const prepare = (): typeof pdfmake => {
  if (ready) return pdfmake;
  const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder));
  const [normal, bold] = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(folder, name));
  pdfmake.addFonts({ [FONT]: { normal, bold, italics: normal, bolditalics: bold } });
  ready = true;
  return pdfmake;
};

/** A report as a PDF file, with its fonts inside. `at` is the ISO instant it is of. Takes some tenths of a second of one core. */
export const pdfFile = async (report: Report, at: string): Promise<Uint8Array<ArrayBuffer>> => {
  const content = pdfOf(report, { font: FONT, ordered, at });
  const buffer = await prepare().createPdf(content).getBuffer();
  return new Uint8Array(buffer);
};
