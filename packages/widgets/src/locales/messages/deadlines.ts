export const deadlinesMessages = {
  title: { en: 'Deadlines', fr: 'Échéances', ru: 'Сроки', he: 'מועדים' },
  overdue: { en: 'Overdue', fr: 'En retard', ru: 'Просрочено', he: 'באיחור' },
  week: { en: 'This week', fr: 'Cette semaine', ru: 'На этой неделе', he: 'השבוע' },
  later: {
    en: 'Within {days} days',
    fr: 'Dans les {days} jours',
    ru: 'В ближайшие {days} дн.',
    he: 'בתוך {days} ימים',
  },
  late: {
    en: { one: '{count} day late', other: '{count} days late' },
    fr: { one: '{count} jour de retard', many: '{count} jours de retard', other: '{count} jours de retard' },
    ru: {
      one: 'опоздание {count} день',
      few: 'опоздание {count} дня',
      many: 'опоздание {count} дней',
      other: 'опоздание {count} дня',
    },
    he: { one: 'איחור של יום', two: 'איחור של יומיים', other: 'איחור של {count} ימים' },
  },
  nothing: {
    en: 'Nothing is due within {days} days.',
    fr: 'Aucune échéance dans les {days} jours.',
    ru: 'В ближайшие {days} дн. сроков нет.',
    he: 'אין מועדים בתוך {days} ימים.',
  },
  clear: { en: 'Nothing overdue', fr: 'Rien en retard', ru: 'Просроченного нет', he: 'אין איחורים' },
  more: {
    en: { one: '{count} more', other: '{count} more' },
    fr: { one: '{count} autre', many: '{count} autres', other: '{count} autres' },
    ru: { one: 'ещё {count}', few: 'ещё {count}', many: 'ещё {count}', other: 'ещё {count}' },
    he: { one: 'עוד אחת', two: 'עוד שתיים', other: 'עוד {count}' },
  },
  fewer: { en: 'Show fewer', fr: 'Montrer moins', ru: 'Свернуть', he: 'להציג פחות' },
  noDate: {
    en: 'These records have no due date to go by.',
    fr: 'Ces fiches n’ont pas de date d’échéance.',
    ru: 'У этих записей нет срока.',
    he: 'לרשומות אלה אין מועד יעד.',
  },
} as const;
