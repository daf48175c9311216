/** What the velocity says. */
export const velocityMessages = {
  title: { en: 'Sales velocity', fr: 'Vélocité des ventes', ru: 'Скорость продаж', he: 'מהירות המכירה' },
  sentence: {
    en: '{perDay}: {count} open deals × {amount} × {rate} ÷ {cycle}.',
    fr: '{perDay} : {count} affaires en cours × {amount} × {rate} ÷ {cycle}.',
    ru: '{perDay}: открытых сделок {count} × {amount} × {rate} ÷ {cycle}.',
    he: '{perDay}: {count} עסקאות פתוחות × {amount} × {rate} ÷ {cycle}.',
  },
  window: {
    en: 'From the deals closed between {from} and {to}: {won} won, {lost} lost.',
    fr: 'Sur les affaires closes du {from} au {to} : {won} gagnées, {lost} perdues.',
    ru: 'По сделкам, закрытым с {from} по {to}: выиграно {won}, проиграно {lost}.',
    he: 'לפי עסקאות שנסגרו בין {from} ל־{to}: {won} בהצלחה, {lost} אבודות.',
  },
  unpriced: {
    en: {
      one: '{count} won deal has no amount and counts as nothing.',
      other: '{count} won deals have no amount and count as nothing.',
    },
    fr: {
      one: '{count} affaire gagnée est sans montant et compte pour rien.',
      other: '{count} affaires gagnées sont sans montant et comptent pour rien.',
    },
    ru: { other: 'Выигранных сделок без суммы: {count}; они считаются нулём.' },
    he: { other: '{count} עסקאות שנסגרו ללא סכום ונספרו כאפס.' },
  },
  untimed: {
    en: {
      one: '{count} won deal is left out of the cycle: its dates do not fit.',
      other: '{count} won deals are left out of the cycle: their dates do not fit.',
    },
    fr: {
      one: '{count} affaire gagnée est hors du cycle : ses dates ne conviennent pas.',
      other: '{count} affaires gagnées sont hors du cycle : leurs dates ne conviennent pas.',
    },
    ru: { other: 'Выигранных сделок вне цикла из-за дат: {count}.' },
    he: { other: '{count} עסקאות הושמטו מהמחזור: התאריכים אינם מתאימים.' },
  },
  lever: { en: 'Lever', fr: 'Levier', ru: 'Рычаг', he: 'מנוף' },
  now: { en: 'Now', fr: 'Actuel', ru: 'Сейчас', he: 'כעת' },
  better: { en: '{share} better', fr: '{share} de mieux', ru: 'Лучше на {share}', he: 'טוב ב־{share}' },
  gives: { en: 'Velocity', fr: 'Vélocité', ru: 'Скорость', he: 'מהירות' },
  change: { en: 'Change', fr: 'Écart', ru: 'Изменение', he: 'שינוי' },
  opportunities: { en: 'Open deals', fr: 'Affaires en cours', ru: 'Открытые сделки', he: 'עסקאות פתוחות' },
  amount: { en: 'Average won deal', fr: 'Affaire gagnée moyenne', ru: 'Средняя выигранная', he: 'עסקה ממוצעת' },
  winRate: { en: 'Win rate', fr: 'Taux de gain', ru: 'Доля побед', he: 'שיעור הצלחה' },
  cycle: { en: 'Sales cycle', fr: 'Cycle de vente', ru: 'Цикл продаж', he: 'מחזור מכירה' },
  perDay: { en: 'Velocity', fr: 'Vélocité', ru: 'Скорость', he: 'מהירות' },
  none: {
    en: 'The velocity will stand here once deals were won in the last {days} days.',
    fr: 'La vélocité s’affichera ici dès que des affaires auront été gagnées dans les {days} derniers jours.',
    ru: 'Скорость появится здесь, когда за последние {days} дн. будут выигранные сделки.',
    he: 'המהירות תופיע כאן לאחר שייסגרו עסקאות ב־{days} הימים האחרונים.',
  },
} as const;
