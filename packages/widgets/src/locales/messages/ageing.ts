/** What the ageing of open deals says. */
export const ageingMessages = {
  title: {
    en: 'Ageing of open deals',
    fr: 'Ancienneté des affaires en cours',
    ru: 'Возраст открытых сделок',
    he: 'גיל העסקאות הפתוחות',
  },
  sentence: {
    en: {
      one: '{count} of {open} open deals is cold: nobody touched it for longer than its stage allows.',
      other: '{count} of {open} open deals are cold: nobody touched them for longer than their stage allows.',
    },
    fr: {
      one: '{count} affaire sur {open} est froide : personne n’y a touché au-delà du délai de son étape.',
      many: '{count} affaires sur {open} sont froides : personne n’y a touché au-delà du délai de leur étape.',
      other: '{count} affaires sur {open} sont froides : personne n’y a touché au-delà du délai de leur étape.',
    },
    ru: { other: 'Остыло сделок: {count} из {open} — их не трогали дольше, чем допускает этап.' },
    he: {
      one: 'עסקה אחת מתוך {open} התקררה: לא נגעו בה מעבר למותר בשלב.',
      other: '{count} מתוך {open} עסקאות התקררו: לא נגעו בהן מעבר למותר בשלב.',
    },
  },
  week: { en: 'Up to 7 days', fr: 'Jusqu’à 7 jours', ru: 'До 7 дней', he: 'עד 7 ימים' },
  month: { en: '8–30 days', fr: '8–30 jours', ru: '8–30 дней', he: '8–30 ימים' },
  quarter: { en: '31–90 days', fr: '31–90 jours', ru: '31–90 дней', he: '31–90 ימים' },
  longer: { en: 'Over 90 days', fr: 'Plus de 90 jours', ru: 'Более 90 дней', he: 'מעל 90 ימים' },
  unknown: { en: 'Unknown', fr: 'Inconnu', ru: 'Неизвестно', he: 'לא ידוע' },
  idle: { en: 'Without a touch for', fr: 'Sans activité depuis', ru: 'Без действий', he: 'ללא נגיעה במשך' },
  cold: { en: 'Cold', fr: 'Froides', ru: 'Остыли', he: 'קרות' },
  coldShort: {
    en: { one: '{count} cold', other: '{count} cold' },
    fr: { one: '{count} froide', many: '{count} froides', other: '{count} froides' },
    ru: { one: '{count} остыла', other: '{count} остыли', many: '{count} остыло' },
    he: { one: 'אחת קרה', other: '{count} קרות' },
  },
  stage: { en: 'Stage', fr: 'Étape', ru: 'Этап', he: 'שלב' },
  coldest: { en: 'The coldest', fr: 'Les plus froides', ru: 'Самые остывшие', he: 'הקרות ביותר' },
  limit: { en: 'Cold after', fr: 'Froide après', ru: 'Остывает через', he: 'מתקררת אחרי' },
  fromJournal: {
    en: 'From the journal of changes and the days of entry into each stage.',
    fr: 'D’après le journal des modifications et les dates d’entrée dans chaque étape.',
    ru: 'По журналу изменений и датам входа в этап.',
    he: 'לפי יומן השינויים ותאריכי הכניסה לכל שלב.',
  },
  none: {
    en: 'Open deals will stand here by how long nobody touched them.',
    fr: 'Les affaires en cours s’afficheront ici selon leur temps d’inactivité.',
    ru: 'Здесь будут открытые сделки по времени без действий.',
    he: 'כאן יופיעו עסקאות פתוחות לפי הזמן שלא נגעו בהן.',
  },
} as const;
