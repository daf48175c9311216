/**
 * Fields that the ready-made entities share: a person's address, notes, tags. Spread one into an entity and add what is its own:
 * `email: { ...email, unique: true }`.
 */

export const email = {
  kind: 'email',
  label: { en: 'E-mail', fr: 'E-mail', ru: 'Эл. почта', he: 'דוא״ל' },
  indexed: true,
  aliases: ['email', 'e-mail address', 'mail', 'courriel', 'adresse e-mail'],
} as const;

export const phone = {
  kind: 'phone',
  label: { en: 'Phone', fr: 'Téléphone', ru: 'Телефон', he: 'טלפון' },
  aliases: ['phone number', 'mobile', 'tel', 'téléphone', 'portable'],
} as const;

export const tags = {
  kind: 'tags',
  label: { en: 'Tags', fr: 'Étiquettes', ru: 'Метки', he: 'תגיות' },
  aliases: ['tag', 'étiquettes', 'mots-clés', 'labels', 'keywords'],
} as const;

export const notes = {
  kind: 'note',
  label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' },
  aliases: ['comments', 'commentaires', 'description', 'note'],
} as const;

/** Amount × probability, in the currency of the amount, rounded per record. */
export const weighted = {
  kind: 'money',
  currency: 'EUR',
  label: { en: 'Weighted', fr: 'Pondéré', ru: 'Взвешенная', he: 'משוקלל' },
  formula: 'amount * probability',
} as const;

/** What an open deal counts as in the forecast; blank, what its stage says. */
export const forecast = {
  kind: 'choice',
  label: { en: 'Forecast category', fr: 'Catégorie de prévision', ru: 'Категория прогноза', he: 'קטגוריית תחזית' },
  options: [
    { key: 'pipeline', label: { en: 'Pipeline', fr: 'Pipeline', ru: 'Воронка', he: 'צנרת' } },
    {
      key: 'bestCase',
      label: { en: 'Best case', fr: 'Meilleur cas', ru: 'Лучший случай', he: 'המקרה הטוב' },
      aliases: ['upside'],
    },
    { key: 'commit', label: { en: 'Commit', fr: 'Engagé', ru: 'Обязательство', he: 'התחייבות' } },
    {
      key: 'omitted',
      label: { en: 'Omitted', fr: 'Exclu', ru: 'Не учитывать', he: 'לא נכלל' },
      aliases: ['not forecasted'],
    },
  ],
} as const;
