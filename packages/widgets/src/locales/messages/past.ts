export const pastMessages = {
  standing: {
    en: 'As of the end of {day}. Nothing can be changed here.',
    fr: 'État à la fin du {day}. Rien ne peut être modifié ici.',
    ru: 'По состоянию на конец {day}. Здесь ничего нельзя изменить.',
    he: 'נכון לסוף {day}. אי אפשר לשנות כאן דבר.',
  },
  back: { en: 'Back to today', fr: 'Revenir à aujourd’hui', ru: 'Вернуться к сегодня', he: 'חזרה להיום' },
} as const;
