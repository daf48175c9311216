// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles the sources from elsewhere needs it too
/// <reference path="./pdfmake.d.ts" />
import { orderedBy, type Report, pdfOf, SourceError } from '@sluice/core';
import bidiModule from 'bidi-js';
import pdfmake from 'pdfmake/build/pdfmake.min.js';
import { fontFiles } from './font-files.ts';

const FONT = 'DejaVu';
/** Its types say that it is a CommonJS module; what browsers load is not. */
const ordered = orderedBy((bidiModule as unknown as typeof bidiModule.default)());

const base64Of = async (blob: Blob): Promise<string> => {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('A file cannot be read.')));
    reader.readAsDataURL(blob);
  });
  return address.slice(address.indexOf(',') + 1);
};

const fontIn = async (file: URL): Promise<string> => {
  const answer = await fetch(file);
  if (!answer.ok)
    throw new SourceError('not_found', 'The font of the report is not there.', `Put it at ${file.pathname}.`);
  return base64Of(await answer.blob());
};

let ready: Promise<void> | null = null;
const prepare = async (): Promise<void> => {
  const [normal, bold] = fontFiles();
  const [regular, heavy] = await Promise.all([fontIn(normal), fontIn(bold)]);
  pdfmake.addVirtualFileSystem({
    'normal.ttf': { data: regular, encoding: 'base64' },
    'bold.ttf': { data: heavy, encoding: 'base64' },
  });
  pdfmake.addFonts({
    [FONT]: { normal: 'normal.ttf', bold: 'bold.ttf', italics: 'normal.ttf', bolditalics: 'bold.ttf' },
  });
};

/** A report as a PDF file, made in the page: nothing leaves it. `at`: the ISO instant it is of. Loaded when one is asked for. */
export const pdfFile = async (report: Report, at: string): Promise<Blob> => {
  ready ??= prepare();
  try {
    await ready;
  } catch (failure) {
    // tried again the next time
    ready = null;
    throw failure;
  }
  return pdfmake.createPdf(pdfOf(report, { font: FONT, ordered, at })).getBlob();
};
