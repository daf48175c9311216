import { defineEntity } from '../../blueprint/index.ts';

/** The company's own figures of one month, as investors ask for them. There is one record a month: its month is its key. */
export const monthlyKpi = defineEntity({
  name: 'monthlyKpi',
  label: { en: 'Monthly figures', fr: 'Chiffres du mois', ru: 'Показатели месяца', he: 'נתוני החודש' },
  plural: { en: 'Monthly figures', fr: 'Chiffres mensuels', ru: 'Показатели по месяцам', he: 'נתונים חודשיים' },
  title: 'month',
  fields: {
    month: {
      kind: 'date',
      label: { en: 'Month', fr: 'Mois', ru: 'Месяц', he: 'חודש' },
      hint: {
        en: 'The first day of the month.',
        fr: 'Le premier jour du mois.',
        ru: 'Первый день месяца.',
        he: 'היום הראשון בחודש.',
      },
      required: true,
      unique: true,
      indexed: true,
      aliases: ['date', 'period', 'période', 'month start', 'début du mois'],
    },
    year: {
      kind: 'number',
      label: { en: 'Year', fr: 'Année', ru: 'Год', he: 'שנה' },
      formula: 'year(month)',
      dimension: true,
    },
    mrr: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'MRR', fr: 'MRR', ru: 'MRR', he: 'MRR' },
      hint: {
        en: 'Monthly recurring revenue.',
        fr: 'Revenu mensuel récurrent.',
        ru: 'Ежемесячная регулярная выручка.',
        he: 'הכנסה חודשית חוזרת.',
      },
      min: 0,
      aliases: ['monthly recurring revenue', 'revenu mensuel récurrent', 'recurring revenue', 'revenu récurrent'],
    },
    users: {
      kind: 'number',
      label: { en: 'Users', fr: 'Utilisateurs', ru: 'Пользователи', he: 'משתמשים' },
      min: 0,
      aliases: ['active users', 'mau', 'customers', 'clients', 'utilisateurs actifs', 'subscribers', 'abonnés'],
    },
    churn: {
      kind: 'percent',
      label: { en: 'Churn', fr: 'Attrition', ru: 'Отток', he: 'נטישה' },
      min: 0,
      max: 100,
      aliases: ['churn rate', 'taux de churn', 'taux d’attrition', 'monthly churn', 'churn mensuel'],
    },
    cash: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Cash', fr: 'Trésorerie', ru: 'Денежные средства', he: 'מזומנים' },
      aliases: ['cash balance', 'cash in bank', 'trésorerie fin de mois', 'solde', 'balance'],
    },
    burn: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'Burn', fr: 'Burn mensuel', ru: 'Расход денег', he: 'שריפת מזומנים' },
      hint: {
        en: 'Money spent in the month beyond what came in; below zero when more came in.',
        fr: 'Dépenses du mois au-delà des recettes ; négatif quand les recettes l’emportent.',
        ru: 'Насколько расходы месяца больше поступлений; меньше нуля, когда поступило больше.',
        he: 'ההוצאה החודשית מעבר להכנסות; שלילי כשההכנסות גבוהות יותר.',
      },
      aliases: ['burn rate', 'net burn', 'cash burn', 'consommation de trésorerie'],
    },
    runway: {
      kind: 'number',
      label: {
        en: 'Runway (months)',
        fr: 'Autonomie (mois)',
        ru: 'Запас денег (месяцев)',
        he: 'אורך נשימה (חודשים)',
      },
      // Without a burn the money lasts for ever: unknown, not a negative number of months.
      formula: 'if(burn > 0, cash / burn, null)',
    },
    arr: {
      kind: 'money',
      currency: 'EUR',
      label: { en: 'ARR', fr: 'ARR', ru: 'ARR', he: 'ARR' },
      formula: 'mrr * 12',
    },
    arpu: {
      kind: 'money',
      currency: 'EUR',
      label: {
        en: 'Revenue per user',
        fr: 'Revenu par utilisateur',
        ru: 'Выручка на пользователя',
        he: 'הכנסה למשתמש',
      },
      formula: 'mrr / users',
    },
    notes: {
      kind: 'note',
      label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' },
      aliases: ['comments', 'commentaires', 'highlights', 'faits marquants'],
    },
  },
  key: ['month'],
  metrics: {
    'monthly.burn': {
      label: { en: 'Mean burn', fr: 'Burn moyen', ru: 'Средний расход', he: 'שריפה ממוצעת' },
      formula: 'avg(burn)',
      unit: 'money',
      note: {
        en: 'Mean of the months whose burn is known.',
        fr: 'Moyenne des mois dont le burn est connu.',
        ru: 'Среднее по месяцам с известным расходом.',
        he: 'ממוצע החודשים שהשריפה בהם ידועה.',
      },
    },
    'monthly.leastCash': {
      label: { en: 'Lowest cash', fr: 'Trésorerie la plus basse', ru: 'Наименьший остаток', he: 'מזומן מזערי' },
      formula: 'min(cash)',
      unit: 'money',
    },
    'monthly.highestMrr': {
      label: { en: 'Highest MRR', fr: 'MRR le plus haut', ru: 'Наибольший MRR', he: 'MRR מרבי' },
      formula: 'max(mrr)',
      by: 'year',
      unit: 'money',
    },
  },
  summaries: {
    year: {
      label: { en: 'The year', fr: 'L’année', ru: 'Год', he: 'השנה' },
      path: 'summary/year/{year}',
      figures: {
        total: { measures: ['count()', 'monthly.burn', 'monthly.leastCash', 'monthly.highestMrr'] },
        byMonth: { by: ['month:month'], measures: ['sum(mrr)', 'sum(cash)', 'sum(burn)', 'sum(users)'] },
      },
    },
  },
  gates: {
    notFirstDay: {
      severity: 'error',
      fails: 'month(month - 1) = month(month)',
      message: {
        en: 'The month is not given by its first day: another record could stand for the same month.',
        fr: 'Le mois n’est pas donné par son premier jour : une autre fiche pourrait désigner le même mois.',
        ru: 'Месяц указан не первым днём: другая запись может означать тот же месяц.',
        he: 'החודש אינו מצוין ביומו הראשון: רשומה אחרת עלולה לציין אותו חודש.',
      },
    },
    shortRunway: {
      severity: 'warning',
      fails: 'runway < 6',
      message: {
        en: 'The cash lasts less than six months.',
        fr: 'La trésorerie tient moins de six mois.',
        ru: 'Денег хватит меньше чем на шесть месяцев.',
        he: 'המזומנים יספיקו לפחות משישה חודשים.',
      },
    },
  },
  views: {
    table: ['month', 'mrr', 'users', 'churn', 'cash', 'burn', 'runway'],
    form: ['month', ['mrr', 'users'], ['churn', 'cash'], 'burn', 'notes'],
    filters: ['month'],
  },
});
