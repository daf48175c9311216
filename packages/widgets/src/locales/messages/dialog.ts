export const dialogMessages = {
  close: { en: 'Close', fr: 'Fermer', ru: 'Закрыть', he: 'סגירה' },
} as const;
