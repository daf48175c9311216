export const deltaMessages = {
  up: {
    en: 'up {change} on {days}, when it was {before}',
    fr: 'en hausse de {change} par rapport à {days} ({before})',
    ru: 'выше на {change}, чем за {days} ({before})',
    he: 'עלייה של {change} לעומת {days} ({before})',
  },
  down: {
    en: 'down {change} on {days}, when it was {before}',
    fr: 'en baisse de {change} par rapport à {days} ({before})',
    ru: 'ниже на {change}, чем за {days} ({before})',
    he: 'ירידה של {change} לעומת {days} ({before})',
  },
  same: {
    en: 'the same as on {days}',
    fr: 'inchangé par rapport à {days}',
    ru: 'столько же, сколько за {days}',
    he: 'ללא שינוי לעומת {days}',
  },
  against: { en: 'against {days}', fr: 'contre {days}', ru: 'против {days}', he: 'לעומת {days}' },
  none: {
    en: 'Nothing to compare with: there is no figure for {days}.',
    fr: 'Rien à comparer : pas de chiffre pour {days}.',
    ru: 'Сравнить не с чем: нет данных за {days}.',
    he: 'אין למה להשוות: אין נתון עבור {days}.',
  },
  noPeriod: {
    en: 'The calendar has no such period to compare with.',
    fr: 'Le calendrier n’a pas de période comparable.',
    ru: 'В календаре нет такого периода для сравнения.',
    he: 'אין בלוח השנה תקופה כזו להשוואה.',
  },
  points: { en: '{change} points', fr: '{change} points', ru: '{change} п.п.', he: '{change} נק׳' },
} as const;
