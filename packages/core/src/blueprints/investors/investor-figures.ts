/** What a round has raised, may raise, and how investors answer. */
export const raiseFigures = {
  'raise.committed': {
    label: { en: 'Committed', fr: 'Montant engagé', ru: 'Обещанная сумма', he: 'סכום שהתחייבו' },
    formula: 'sum(committed)',
    where: 'not stage.lost',
    unit: 'money',
    note: {
      en: 'What investors have committed, wired or not; those who passed count as nothing.',
      fr: 'Ce que les investisseurs ont promis, versé ou non ; ceux qui ont refusé ne comptent pas.',
      ru: 'Сколько инвесторы обещали, переведено или нет; отказавшиеся не считаются.',
      he: 'מה שהמשקיעים התחייבו, הועבר או לא; מי שוויתר אינו נספר.',
    },
  },
  'raise.weighted': {
    label: { en: 'Weighted tickets', fr: 'Tickets pondérés', ru: 'Взвешенные чеки', he: 'סכומים משוקללים' },
    formula: 'sum(weighted)',
    where: 'stage.open',
    by: 'stage',
    unit: 'money',
    note: {
      en: 'Expected ticket × probability of every investor in discussion, rounded per investor, summed.',
      fr: 'Ticket attendu × probabilité de chaque investisseur en discussion, arrondi puis additionné.',
      ru: 'Ожидаемый чек × вероятность по каждому инвестору в работе, округлено и сложено.',
      he: 'סכום צפוי × הסתברות של כל משקיע בתהליך, מעוגל לכל משקיע ומסוכם.',
    },
  },
  'raise.responseRate': {
    label: { en: 'Response rate', fr: 'Taux de réponse', ru: 'Доля ответов', he: 'שיעור מענה' },
    formula: 'count(repliedOn is not empty) / count()',
    where: 'contactedOn is not empty',
    unit: 'ratio',
    note: {
      en: 'Of the investors contacted, the share that replied.',
      fr: 'Part des investisseurs contactés qui ont répondu.',
      ru: 'Доля ответивших среди тех, к кому обратились.',
      he: 'חלק המשקיעים שענו מתוך אלה שפנינו אליהם.',
    },
  },
  'raise.byStage': {
    label: {
      en: 'Investors by stage',
      fr: 'Investisseurs par étape',
      ru: 'Инвесторы по этапам',
      he: 'משקיעים לפי שלב',
    },
    formula: 'count()',
    by: 'stage',
    unit: 'count',
    note: {
      en: 'All investors, those who invested or passed included.',
      fr: 'Tous les investisseurs, y compris ceux qui ont investi ou refusé.',
      ru: 'Все инвесторы, включая вложивших и отказавшихся.',
      he: 'כל המשקיעים, כולל מי שהשקיעו ומי שוויתרו.',
    },
  },
} as const;
