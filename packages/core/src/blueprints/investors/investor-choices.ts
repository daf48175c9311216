/** What an investor may be. */
export const investorKinds = [
  {
    key: 'ventureCapital',
    label: { en: 'Venture capital', fr: 'Capital-risque', ru: 'Венчурный фонд', he: 'הון סיכון' },
    aliases: ['vc', 'fund', 'fonds', 'seed fund', 'capital risque', 'fonds vc'],
  },
  {
    key: 'businessAngel',
    label: { en: 'Business angel', fr: 'Business angel', ru: 'Бизнес-ангел', he: 'אנג׳ל' },
    aliases: ['ba', 'angel', 'individual', 'particulier', 'personne physique'],
  },
  {
    key: 'familyOffice',
    label: { en: 'Family office', fr: 'Family office', ru: 'Семейный офис', he: 'משרד משפחתי' },
    aliases: ['fo', 'family', 'holding familiale'],
  },
  {
    key: 'corporate',
    label: { en: 'Corporate', fr: 'Industriel', ru: 'Корпорация', he: 'תאגיד' },
    aliases: ['cvc', 'corporate vc', 'strategic', 'stratégique', 'entreprise', 'company'],
  },
  {
    key: 'accelerator',
    label: { en: 'Accelerator', fr: 'Accélérateur', ru: 'Акселератор', he: 'אקסלרטור' },
    aliases: ['incubator', 'incubateur', 'startup studio'],
  },
  {
    key: 'publicFund',
    label: { en: 'Public fund', fr: 'Fonds public', ru: 'Государственный фонд', he: 'קרן ציבורית' },
    aliases: ['public', 'grant', 'subvention', 'bpi', 'bpifrance'],
  },
  {
    key: 'bank',
    label: { en: 'Bank', fr: 'Banque', ru: 'Банк', he: 'בנק' },
    aliases: ['debt', 'dette', 'venture debt', 'lender'],
  },
  {
    key: 'other',
    label: { en: 'Other', fr: 'Autre', ru: 'Другое', he: 'אחר' },
    aliases: ['others', 'autres', 'crowdfunding'],
  },
] as const;

/** How near to a yes. */
export const warmths = [
  {
    key: 'hot',
    label: { en: 'Hot', fr: 'Chaud', ru: 'Горячий', he: 'חם מאוד' },
    aliases: ['très chaud', 'high', 'a'],
  },
  { key: 'warm', label: { en: 'Warm', fr: 'Tiède', ru: 'Тёплый', he: 'חם' }, aliases: ['medium', 'moyen', 'b'] },
  { key: 'cold', label: { en: 'Cold', fr: 'Froid', ru: 'Холодный', he: 'קר' }, aliases: ['low', 'faible', 'c'] },
] as const;

/** How the first word came about. */
export const investorSources = [
  {
    key: 'introduction',
    label: { en: 'Introduction', fr: 'Mise en relation', ru: 'Знакомство', he: 'היכרות' },
    aliases: ['intro', 'warm intro', 'referral', 'network', 'réseau', 'recommandation'],
  },
  {
    key: 'inbound',
    label: { en: 'Inbound', fr: 'Entrant', ru: 'Обратился сам', he: 'פנה אלינו' },
    aliases: ['website', 'site', 'site web'],
  },
  {
    key: 'outreach',
    label: { en: 'Outreach', fr: 'Prospection', ru: 'Холодный контакт', he: 'פנייה יזומה' },
    aliases: ['cold', 'cold email', 'cold outreach', 'linkedin', 'démarchage'],
  },
  {
    key: 'event',
    label: { en: 'Event', fr: 'Événement', ru: 'Мероприятие', he: 'אירוע' },
    aliases: ['conference', 'salon', 'demo day', 'conférence'],
  },
  { key: 'other', label: { en: 'Other', fr: 'Autre', ru: 'Другое', he: 'אחר' } },
] as const;
