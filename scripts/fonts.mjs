import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

/** The font of reports: letters of all languages of the product, regular and bold. */
export const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/** Where its package keeps it. */
export const fontsFolder = join(
  dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
  'ttf',
);
