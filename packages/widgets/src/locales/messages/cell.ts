export const cellMessages = {
  what: { en: '{field}: {title}', fr: '{field} : {title}', ru: '{field}: {title}', he: '{field}: {title}' },
  open: { en: 'Open {title}', fr: 'Ouvrir {title}', ru: 'Открыть: {title}', he: 'פתיחת {title}' },
  keys: {
    en: 'Enter edits a cell, Escape lets the entry go, Tab goes on to the next one, Ctrl and Enter open the record.',
    fr: 'Entrée modifie une cellule, Échap abandonne la saisie, Tab passe à la suivante, Ctrl et Entrée ouvrent la fiche.',
    ru: 'Enter изменяет ячейку, Escape отменяет ввод, Tab переходит к следующей, Ctrl и Enter открывают запись.',
    he: 'Enter עורך תא, ‏Escape מוותר על ההקלדה, ‏Tab עובר לתא הבא, ‏Ctrl ו־Enter פותחים את הרשומה.',
  },
  changed: {
    en: 'Somebody else wrote {value} here meanwhile. What you typed is still here.',
    fr: 'Quelqu’un d’autre a écrit {value} ici entre-temps. Votre saisie est toujours là.',
    ru: 'Тем временем здесь записали {value}. Введённое вами сохранено.',
    he: 'מישהו אחר כתב כאן {value} בינתיים. מה שהקלדתם עדיין כאן.',
  },
  emptied: {
    en: 'Somebody else emptied this meanwhile. What you typed is still here.',
    fr: 'Quelqu’un d’autre a vidé ce champ entre-temps. Votre saisie est toujours là.',
    ru: 'Тем временем это поле очистили. Введённое вами сохранено.',
    he: 'מישהו אחר ריקן את השדה בינתיים. מה שהקלדתם עדיין כאן.',
  },
  saved: {
    en: '{field} of {title} is saved.',
    fr: '{field} de {title} : enregistré.',
    ru: '{field}, {title}: сохранено.',
    he: '{field} של {title}: נשמר.',
  },
  undone: {
    en: '{field} of {title} is as it was.',
    fr: '{field} de {title} : rétabli.',
    ru: '{field}, {title}: возвращено.',
    he: '{field} של {title}: הוחזר כשהיה.',
  },
  overtaken: {
    en: '{field} of {title} was changed by somebody else since; nothing was overwritten.',
    fr: '{field} de {title} a été modifié depuis par quelqu’un d’autre ; rien n’est écrasé.',
    ru: '{field}, {title}: с тех пор изменено другими; ничего не перезаписано.',
    he: '{field} של {title} שונה מאז בידי מישהו אחר; דבר לא נדרס.',
  },
  notSaved: {
    en: '{field} of {title} is not saved.',
    fr: '{field} de {title} n’est pas enregistré.',
    ru: '{field}, {title}: не сохранено.',
    he: '{field} של {title} לא נשמר.',
  },
  look: { en: 'Look at it', fr: 'Voir', ru: 'Посмотреть', he: 'להצגה' },
} as const;
