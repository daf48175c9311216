/** Scenarios that are kept by name. */
export const savedMessages = {
  open: { en: 'Saved scenarios', fr: 'Scénarios enregistrés', ru: 'Сохранённые сценарии', he: 'תרחישים שמורים' },
  choose: { en: 'Open…', fr: 'Ouvrir…', ru: 'Открыть…', he: 'פתיחה…' },
  save: {
    en: 'Save under this name',
    fr: 'Enregistrer sous ce nom',
    ru: 'Сохранить под этим именем',
    he: 'שמירה בשם זה',
  },
  saved: { en: '“{name}” is saved.', fr: '« {name} » est enregistré.', ru: '«{name}» сохранён.', he: '”{name}“ נשמר.' },
  failed: {
    en: 'It could not be saved. Try again.',
    fr: 'L’enregistrement a échoué. Réessayez.',
    ru: 'Не удалось сохранить. Повторите.',
    he: 'השמירה נכשלה. נסו שוב.',
  },
} as const;
