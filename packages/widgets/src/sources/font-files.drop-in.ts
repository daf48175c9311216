/** The font of reports, regular and bold: files beside the script. */
export const fontFiles = (): readonly [normal: URL, bold: URL] => [
  new URL('./fonts/DejaVuSans.ttf', import.meta.url),
  new URL('./fonts/DejaVuSans-Bold.ttf', import.meta.url),
];
