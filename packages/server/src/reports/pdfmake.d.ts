/** What is used of pdfmake, which brings no types of its own; those of others bring the types of a browser with them. */
declare module 'pdfmake' {
  interface Face {
    readonly normal: string | undefined;
    readonly bold: string | undefined;
    readonly italics: string | undefined;
    readonly bolditalics: string | undefined;
  }
  interface Pdfmake {
    setUrlAccessPolicy(may: (url: string) => boolean): void;
    setLocalAccessPolicy(may: (path: string) => boolean): void;
    addFonts(fonts: Readonly<Record<string, Face>>): void;
    createPdf(content: object): { getBuffer(): Promise<Uint8Array> };
  }
  const pdfmake: Pdfmake;
  export default pdfmake;
}
