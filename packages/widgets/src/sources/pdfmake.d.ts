/** What is used of pdfmake's build for browsers, which brings no types of its own. */
declare module 'pdfmake/build/pdfmake.min.js' {
  interface Face {
    readonly normal: string;
    readonly bold: string;
    readonly italics: string;
    readonly bolditalics: string;
  }
  interface Pdfmake {
    addVirtualFileSystem(files: Readonly<Record<string, { readonly data: string; readonly encoding: 'base64' }>>): void;
    addFonts(fonts: Readonly<Record<string, Face>>): void;
    createPdf(content: object): { getBlob(): Promise<Blob> };
  }
  const pdfmake: Pdfmake;
  export default pdfmake;
}
