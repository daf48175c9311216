/** The media type of an .xlsx file. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What the sheet of definitions of our own exports is called. */
export const DEFINITIONS = { en: 'Definitions', fr: 'Définitions', ru: 'Определения', he: 'הגדרות' };
