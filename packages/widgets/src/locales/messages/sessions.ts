export const sessionsMessages = {
  title: { en: 'Where you are signed in', fr: 'Vos connexions', ru: 'Ваши сеансы', he: 'היכן נכנסת' },
  current: { en: 'This device', fr: 'Cet appareil', ru: 'Это устройство', he: 'המכשיר הזה' },
  browser: {
    en: '{browser} on {system}',
    fr: '{browser} sur {system}',
    ru: '{browser}, {system}',
    he: '{browser} ב־{system}',
  },
  unknown: { en: 'Unknown device', fr: 'Appareil inconnu', ru: 'Неизвестное устройство', he: 'מכשיר לא מוכר' },
  used: {
    en: 'Last used {when}',
    fr: 'Dernière activité : {when}',
    ru: 'Активность: {when}',
    he: 'פעילות אחרונה: {when}',
  },
  since: { en: 'since {when}', fr: 'depuis le {when}', ru: 'с {when}', he: 'מאז {when}' },
  end: { en: 'Sign out', fr: 'Déconnecter', ru: 'Завершить', he: 'ניתוק' },
  endOf: { en: 'Sign out {device}', fr: 'Déconnecter {device}', ru: 'Завершить: {device}', he: 'ניתוק {device}' },
  endOthers: {
    en: 'Sign out everywhere else',
    fr: 'Déconnecter tous les autres',
    ru: 'Завершить все остальные',
    he: 'ניתוק כל האחרים',
  },
  ended: {
    en: { one: 'Signed out.', other: '{count} devices are signed out.' },
    fr: { one: 'Déconnecté.', many: '{count} appareils déconnectés.', other: '{count} appareils déconnectés.' },
    ru: {
      one: 'Сеанс завершён.',
      few: 'Завершено сеансов: {count}.',
      many: 'Завершено сеансов: {count}.',
      other: 'Завершено сеансов: {count}.',
    },
    he: { one: 'המכשיר נותק.', two: 'שני מכשירים נותקו.', other: '{count} מכשירים נותקו.' },
  },
  nobody: {
    en: 'Nobody is signed in here by password.',
    fr: 'Personne n’est connecté ici par mot de passe.',
    ru: 'Здесь никто не вошёл по паролю.',
    he: 'אין כאן מי שנכנס בסיסמה.',
  },
} as const;
