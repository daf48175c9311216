/** What an investor on the way through a round must have, or should. */
export const raiseGates = {
  unowned: {
    severity: 'error',
    fails: 'stage.probability >= 25 and stage.open and owner is empty',
    message: {
      en: 'An investor who has heard the pitch needs an owner.',
      fr: 'Un investisseur qui a vu le pitch a besoin d’un responsable.',
      ru: 'Инвестору, видевшему презентацию, нужен ответственный.',
      he: 'משקיע ששמע את ההצגה צריך אחראי.',
    },
  },
  ticketRange: {
    severity: 'error',
    fails: 'ticketMin > ticketMax',
    message: {
      en: 'The smallest ticket is larger than the largest.',
      fr: 'Le ticket minimum dépasse le maximum.',
      ru: 'Минимальный чек больше максимального.',
      he: 'הסכום המזערי גדול מהסכום המרבי.',
    },
  },
  lateStep: {
    severity: 'warning',
    fails: 'stage.open and nextStepOn < today()',
    message: {
      en: 'The date of the next step has passed.',
      fr: 'La date de la prochaine étape est passée.',
      ru: 'Дата следующего шага прошла.',
      he: 'מועד הצעד הבא עבר.',
    },
  },
  noStep: {
    severity: 'warning',
    fails: 'stage.open and stage.probability >= 10 and nextStepOn is empty',
    message: {
      en: 'No next step is planned.',
      fr: 'Aucune prochaine étape n’est prévue.',
      ru: 'Следующий шаг не запланирован.',
      he: 'לא נקבע צעד הבא.',
    },
  },
  uncommitted: {
    severity: 'warning',
    fails: 'stage.won and (committed is empty or committed = 0)',
    message: {
      en: 'Invested, but no amount is committed.',
      fr: 'Investi, mais sans montant engagé.',
      ru: 'Инвестировал, но сумма не указана.',
      he: 'השקיע, אך לא נרשם סכום.',
    },
  },
  inactive: {
    severity: 'warning',
    fails: 'stage.open and not active',
    message: {
      en: 'An inactive investor still stands in the pipeline.',
      fr: 'Un investisseur inactif reste dans le pipeline.',
      ru: 'Неактивный инвестор остаётся в воронке.',
      he: 'משקיע לא פעיל עדיין בצנרת.',
    },
  },
} as const;
