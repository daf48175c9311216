/** What the cohort reading of a funnel says. */
export const cohortMessages = {
  sentence: {
    en: {
      one: '{count} deal was created; {won} won ({share}).',
      other: '{count} deals were created; {won} of them were won ({share}).',
    },
    fr: {
      one: '{count} affaire créée ; {won} gagnée ({share}).',
      many: '{count} affaires créées, dont {won} gagnées ({share}).',
      other: '{count} affaires créées, dont {won} gagnées ({share}).',
    },
    ru: { other: 'Создано сделок: {count}; из них выиграно {won} ({share}).' },
    he: { one: 'נוצרה עסקה אחת; זכו {won} ({share}).', other: 'נוצרו {count} עסקאות; {won} מהן זכו ({share}).' },
  },
  caption: {
    en: 'Reached: created, and came at least this far, whatever was skipped. Where they are now adds up to it.',
    fr: 'Atteint : affaires créées et parvenues au moins là, étapes sautées comprises. Leur situation actuelle fait le total.',
    ru: 'Дошли: созданы и дошли хотя бы до этого этапа, пропуски засчитаны. Где они сейчас — в сумме столько же.',
    he: 'הגיעו: נוצרו והגיעו לפחות עד כאן, גם בדילוג. מקומן כעת מסתכם לאותו מספר.',
  },
  reconciled: {
    en: 'Cohort and snapshot side by side',
    fr: 'Cohorte et instantané côte à côte',
    ru: 'Когорта и снимок рядом',
    he: 'קבוצה ותמונת מצב זו לצד זו',
  },
  stage: { en: 'Stage', fr: 'Étape', ru: 'Этап', he: 'שלב' },
  reached: { en: 'Reached', fr: 'Atteint', ru: 'Дошли', he: 'הגיעו' },
  step: { en: 'Went on', fr: 'Ont continué', ru: 'Пошли дальше', he: 'המשיכו' },
  here: { en: 'here now', fr: 'ici', ru: 'здесь', he: 'כאן' },
  beyond: { en: 'further on', fr: 'plus loin', ru: 'дальше', he: 'בהמשך' },
  back: { en: 'gone back', fr: 'revenues', ru: 'вернулись', he: 'חזרו' },
  won: { en: 'won', fr: 'gagnées', ru: 'выиграны', he: 'זכו' },
  lost: { en: 'lost', fr: 'perdues', ru: 'проиграны', he: 'אבדו' },
  elsewhere: { en: 'elsewhere', fr: 'ailleurs', ru: 'иначе', he: 'במקום אחר' },
  snapshot: { en: 'Open here, all', fr: 'En cours ici, toutes', ru: 'Открыты здесь, все', he: 'פתוחות כאן, כולן' },
  others: { en: 'not of the cohort', fr: 'hors cohorte', ru: 'не из когорты', he: 'שלא מהקבוצה' },
} as const;
