import type { Parts } from '../blueprint/index.ts';
import type { Label } from '../kinds/index.ts';
import type { MeasureUnit } from '../query/query.ts';

/**
 * One metric of the field, as data. `{amount}`, `{stage}`, … stand for the fields that play these parts in an entity.
 * The definitions, their ids and worked examples are the product's, one for every runtime.
 */
export interface Definition {
  readonly id: string;
  readonly label: Label;
  readonly unit: MeasureUnit;
  readonly formula: string;
  readonly where?: string;
  /** The part it is shown by when nothing else is asked. */
  readonly by?: keyof Parts;
  /** The day by which a deal is of a period; left out: the figure is that of a day, and of a period's end when it is compared. */
  readonly dated?: 'created' | 'closed';
  /** What the figure means and what it leaves out, in one sentence. */
  readonly note: Label;
}

const OPEN = '{stage}.open';
const WON = '{stage}.won';
const CLOSED = '{stage}.closed';
const SPAN = '{closed} - {created}';
const TIMED = `${WON} and {closed} >= {created}`;
const LATELY = '{closed} > today() - 90 and {closed} <= today()';

const averages = ['', '.open', '.won', '.closed'] as const;
const whichDeals: Readonly<
  Record<(typeof averages)[number], { where?: string; en: string; fr: string; ru: string; he: string }>
> = {
  '': { en: '', fr: '', ru: '', he: '' },
  '.open': { where: OPEN, en: ', open', fr: ', en cours', ru: ', открытые', he: ', פתוחות' },
  '.won': { where: WON, en: ', won', fr: ', gagnées', ru: ', выигранные', he: ', זכיות' },
  '.closed': { where: CLOSED, en: ', closed', fr: ', closes', ru: ', закрытые', he: ', סגורות' },
};

/** Closed deals are of the period they were closed in. */
const whenOf = (suffix: string): { readonly dated?: 'closed' } =>
  suffix === '.won' || suffix === '.closed' ? { dated: 'closed' } : {};

const means: readonly Definition[] = averages.flatMap((suffix) => {
  const { where, en, fr, ru, he } = whichDeals[suffix];
  const only = where === undefined ? {} : { where };
  return [
    {
      id: `deal.average${suffix}`,
      label: { en: `Average deal${en}`, fr: `Panier moyen${fr}`, ru: `Средняя сделка${ru}`, he: `עסקה ממוצעת${he}` },
      unit: 'money',
      formula: 'avg({amount})',
      ...only,
      ...whenOf(suffix),
      note: {
        en: 'Mean amount of the deals that have one; a blank amount is unknown, not zero.',
        fr: 'Montant moyen des affaires qui en ont un ; un montant vide est inconnu, pas nul.',
        ru: 'Средняя сумма сделок, у которых она указана; пустая сумма неизвестна, а не ноль.',
        he: 'הסכום הממוצע של העסקאות שיש להן סכום; סכום ריק אינו אפס.',
      },
    },
    {
      id: `deal.median${suffix}`,
      label: { en: `Median deal${en}`, fr: `Panier médian${fr}`, ru: `Медианная сделка${ru}`, he: `עסקה חציונית${he}` },
      unit: 'money',
      formula: 'median({amount})',
      ...only,
      ...whenOf(suffix),
      note: {
        en: 'Half of the deals with an amount are above it, half below.',
        fr: 'La moitié des affaires chiffrées est au-dessus, la moitié au-dessous.',
        ru: 'Половина сделок с суммой выше неё, половина ниже.',
        he: 'מחצית העסקאות מעל סכום זה ומחציתן מתחתיו.',
      },
    },
  ] satisfies Definition[];
});

const cycles: readonly Definition[] = (
  [
    [
      'cycle',
      'avg',
      { en: 'Sales cycle, mean', fr: 'Cycle de vente moyen', ru: 'Цикл продажи, средний', he: 'מחזור מכירה ממוצע' },
    ],
    [
      'cycle.median',
      'median',
      { en: 'Sales cycle, median', fr: 'Cycle de vente médian', ru: 'Цикл продажи, медиана', he: 'מחזור מכירה חציוני' },
    ],
    [
      'cycle.p90',
      'p90',
      {
        en: 'Sales cycle, 90th percentile',
        fr: 'Cycle de vente, 90ᵉ centile',
        ru: 'Цикл продажи, 90-й процентиль',
        he: 'מחזור מכירה, אחוזון 90',
      },
    ],
  ] as const
).map(([id, aggregate, label]) => ({
  id,
  label,
  unit: 'days' as const,
  formula: `${aggregate}(${SPAN})`,
  where: TIMED,
  dated: 'closed' as const,
  note: {
    en: 'Days from creation to closing of won deals; deals closed before they were created are left out and counted.',
    fr: 'Jours de la création à la clôture des affaires gagnées ; les clôtures antérieures à la création sont écartées et comptées.',
    ru: 'Дней от создания до закрытия выигранных сделок; закрытые раньше создания исключены и посчитаны.',
    he: 'ימים מיצירה ועד סגירה של עסקאות שזכו; סגירה שקדמה ליצירה אינה נכללת אך נספרת.',
  },
}));

/** Every metric that needs no history, in the order a dashboard speaks of them. */
export const DEFINITIONS: readonly Definition[] = [
  {
    id: 'weighted.open',
    label: { en: 'Weighted pipeline', fr: 'Pipeline pondéré', ru: 'Взвешенная воронка', he: 'צנרת משוקללת' },
    unit: 'money',
    formula: 'sum({weighted})',
    where: OPEN,
    note: {
      en: 'Amount × probability of every open deal, rounded per deal, summed.',
      fr: 'Montant × probabilité de chaque affaire en cours, arrondi par affaire, additionné.',
      ru: 'Сумма × вероятность каждой открытой сделки, округлённая по сделке и сложенная.',
      he: 'סכום × הסתברות של כל עסקה פתוחה, מעוגל לכל עסקה ומסוכם.',
    },
  },
  {
    id: 'weighted.all',
    label: {
      en: 'Weighted, won included',
      fr: 'Pondéré, gagné compris',
      ru: 'Взвешенная, с выигранными',
      he: 'משוקלל כולל זכיות',
    },
    unit: 'money',
    formula: 'sum({weighted})',
    note: {
      en: 'Amount × probability of every deal: won deals count in full, lost deals as nothing.',
      fr: 'Montant × probabilité de toutes les affaires : les gagnées comptent en entier, les perdues pour rien.',
      ru: 'Сумма × вероятность всех сделок: выигранные целиком, проигранные — ноль.',
      he: 'סכום × הסתברות של כל העסקאות: זכיות במלואן, הפסדים כאפס.',
    },
  },
  {
    id: 'amount.all',
    label: { en: 'Total amount', fr: 'Montant total', ru: 'Общая сумма', he: 'סכום כולל' },
    unit: 'money',
    formula: 'sum({amount})',
    note: {
      en: 'Amounts of all deals, summed.',
      fr: 'Somme des montants de toutes les affaires.',
      ru: 'Суммы всех сделок.',
      he: 'סכום כל העסקאות.',
    },
  },
  {
    id: 'amount.open',
    label: { en: 'Open amount', fr: 'Montant en cours', ru: 'Сумма открытых', he: 'סכום פתוח' },
    unit: 'money',
    formula: 'sum({amount})',
    where: OPEN,
    note: {
      en: 'Amounts of open deals, unweighted.',
      fr: 'Montants des affaires en cours, non pondérés.',
      ru: 'Суммы открытых сделок без весов.',
      he: 'סכומי העסקאות הפתוחות, ללא שקלול.',
    },
  },
  {
    id: 'amount.won',
    label: { en: 'Won amount', fr: 'Montant gagné', ru: 'Сумма выигранных', he: 'סכום שנסגר' },
    unit: 'money',
    formula: 'sum({amount})',
    where: WON,
    dated: 'closed',
    note: {
      en: 'Amounts of won deals, summed.',
      fr: 'Somme des montants gagnés.',
      ru: 'Суммы выигранных сделок.',
      he: 'סכום העסקאות שנסגרו בהצלחה.',
    },
  },
  ...means,
  {
    id: 'conversion',
    label: { en: 'Conversion', fr: 'Taux de conversion', ru: 'Конверсия', he: 'שיעור המרה' },
    unit: 'ratio',
    formula: `count(${WON}) / count()`,
    note: {
      en: 'Won deals ÷ all deals, open ones included.',
      fr: 'Affaires gagnées ÷ toutes les affaires, en cours comprises.',
      ru: 'Выигранные ÷ все сделки, включая открытые.',
      he: 'עסקאות שזכו ÷ כל העסקאות, כולל פתוחות.',
    },
  },
  {
    id: 'winRate',
    label: { en: 'Win rate', fr: 'Taux de gain', ru: 'Доля побед', he: 'שיעור זכייה' },
    unit: 'ratio',
    formula: `count(${WON}) / count(${CLOSED})`,
    dated: 'closed',
    note: {
      en: 'Won deals ÷ won and lost deals; open deals do not count.',
      fr: 'Gagnées ÷ (gagnées + perdues) ; les affaires en cours ne comptent pas.',
      ru: 'Выигранные ÷ (выигранные + проигранные); открытые не считаются.',
      he: 'זכיות ÷ (זכיות + הפסדים); פתוחות אינן נספרות.',
    },
  },
  {
    id: 'winRate.value',
    label: {
      en: 'Win rate by value',
      fr: 'Taux de gain en valeur',
      ru: 'Доля побед по сумме',
      he: 'שיעור זכייה לפי ערך',
    },
    unit: 'ratio',
    formula: `sum({amount}, ${WON}) / sum({amount}, ${CLOSED})`,
    dated: 'closed',
    note: {
      en: 'Won amount ÷ won and lost amount.',
      fr: 'Montant gagné ÷ (gagné + perdu).',
      ru: 'Сумма выигранных ÷ сумма закрытых.',
      he: 'סכום הזכיות ÷ סכום הסגורות.',
    },
  },
  {
    id: 'winRate.cohort',
    label: {
      en: 'Win rate of the cohort',
      fr: 'Taux de gain de la cohorte',
      ru: 'Доля побед когорты',
      he: 'שיעור זכייה של הקבוצה',
    },
    unit: 'ratio',
    formula: `count(${WON}) / count()`,
    where: '{created} is not empty',
    dated: 'created',
    note: {
      en: 'Of the deals created in the period, the share won by now.',
      fr: 'Part gagnée à ce jour des affaires créées dans la période.',
      ru: 'Доля сделок, созданных в периоде и уже выигранных.',
      he: 'חלק העסקאות שנוצרו בתקופה וכבר זכו.',
    },
  },
  ...cycles,
  {
    id: 'velocity',
    label: { en: 'Sales velocity', fr: 'Vélocité des ventes', ru: 'Скорость продаж', he: 'מהירות מכירות' },
    unit: 'moneyPerDay',
    formula: `sum({amount}, ${WON} and ${LATELY}) * (count(${OPEN}) / (count(${CLOSED} and ${LATELY}) * avg(${SPAN}, ${TIMED} and ${LATELY})))`,
    note: {
      en: 'Open deals × mean won amount × win rate ÷ cycle in days, over the last 90 days.',
      fr: 'Affaires en cours × montant moyen gagné × taux de gain ÷ cycle en jours, sur 90 jours.',
      ru: 'Открытые × средняя выигранная × доля побед ÷ цикл в днях, за 90 дней.',
      he: 'פתוחות × זכייה ממוצעת × שיעור זכייה ÷ מחזור בימים, ב־90 הימים האחרונים.',
    },
  },
  {
    id: 'stage.count',
    label: {
      en: 'Open deals per stage',
      fr: 'Affaires en cours par étape',
      ru: 'Открытые сделки по этапам',
      he: 'עסקאות פתוחות לפי שלב',
    },
    unit: 'count',
    formula: 'count()',
    where: OPEN,
    by: 'stage',
    note: {
      en: 'Open deals that stand in each stage now.',
      fr: 'Affaires en cours dans chaque étape.',
      ru: 'Открытые сделки на каждом этапе.',
      he: 'עסקאות פתוחות בכל שלב.',
    },
  },
  {
    id: 'stage.amount',
    label: {
      en: 'Open amount per stage',
      fr: 'Montant en cours par étape',
      ru: 'Сумма открытых по этапам',
      he: 'סכום פתוח לפי שלב',
    },
    unit: 'money',
    formula: 'sum({amount})',
    where: OPEN,
    by: 'stage',
    note: {
      en: 'Amount of the open deals in each stage now.',
      fr: 'Montant des affaires en cours de chaque étape.',
      ru: 'Сумма открытых сделок на каждом этапе.',
      he: 'סכום העסקאות הפתוחות בכל שלב.',
    },
  },
  {
    id: 'count',
    label: { en: 'Deals', fr: 'Affaires', ru: 'Сделки', he: 'עסקאות' },
    unit: 'count',
    formula: 'count()',
    note: { en: 'All deals.', fr: 'Toutes les affaires.', ru: 'Все сделки.', he: 'כל העסקאות.' },
  },
  ...(['open', 'won', 'lost'] as const).map((outcome) => ({
    id: `count.${outcome}`,
    label: {
      open: { en: 'Open deals', fr: 'Affaires en cours', ru: 'Открытые сделки', he: 'עסקאות פתוחות' },
      won: { en: 'Won deals', fr: 'Affaires gagnées', ru: 'Выигранные сделки', he: 'עסקאות שזכו' },
      lost: { en: 'Lost deals', fr: 'Affaires perdues', ru: 'Проигранные сделки', he: 'עסקאות שאבדו' },
    }[outcome],
    unit: 'count' as const,
    formula: 'count()',
    where: `{stage}.${outcome}`,
    ...(outcome === 'open' ? {} : { dated: 'closed' as const }),
    note: {
      en: 'Deals with this outcome.',
      fr: 'Affaires de cette issue.',
      ru: 'Сделки с этим исходом.',
      he: 'עסקאות עם תוצאה זו.',
    },
  })),
  ...(
    [
      [
        'overdue',
        `${OPEN} and {expected} < today()`,
        { en: 'Overdue', fr: 'En retard', ru: 'Просрочено', he: 'באיחור' },
      ],
      [
        'upcoming',
        `${OPEN} and {expected} >= today() and {expected} <= today() + 30`,
        { en: 'Next 30 days', fr: '30 prochains jours', ru: 'Ближайшие 30 дней', he: '30 הימים הבאים' },
      ],
    ] as const
  ).flatMap(([id, where, label]) => {
    const note =
      id === 'overdue'
        ? {
            en: 'Open deals whose due date has passed.',
            fr: 'Affaires en cours dont l’échéance est passée.',
            ru: 'Открытые сделки с прошедшим сроком.',
            he: 'עסקאות פתוחות שמועדן עבר.',
          }
        : {
            en: 'Open deals due from today to 30 days from now.',
            fr: 'Affaires en cours à échéance d’ici 30 jours.',
            ru: 'Открытые сделки со сроком в ближайшие 30 дней.',
            he: 'עסקאות פתוחות שמועדן ב־30 הימים הקרובים.',
          };
    return [
      { id, label, unit: 'count' as const, formula: 'count()', where, note },
      { id: `${id}.amount`, label, unit: 'money' as const, formula: 'sum({amount})', where, note },
    ];
  }),
];
