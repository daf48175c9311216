import { foldEmail } from '../auth/email.ts';

/** What mails tell of: records of the tenant's. */
export const OCCASIONS = ['cold', 'deadline', 'report'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** What mails are for: what they tell of, and the letters that hold a link (`letters.ts`). */
export const MAIL_ACTIONS = [...OCCASIONS, 'invite', 'reset'] as const;
export type MailAction = (typeof MAIL_ACTIONS)[number];

/** Whether a word is what a mail can be for. */
export const isMailAction = (word: unknown): word is MailAction => MAIL_ACTIONS.some((action) => action === word);

/** The languages mails are written in. */
export const MAIL_LANGUAGES = ['en', 'fr', 'ru', 'he'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/** Whether a word is a language mails are written in. */
export const isMailLanguage = (word: unknown): word is MailLanguage => MAIL_LANGUAGES.some((one) => one === word);

interface Words {
  readonly subject: string;
  /** Around the list. */
  readonly body: string;
  /** One line of the list. */
  readonly line: string;
}

const WORDS: Readonly<Record<Occasion, Readonly<Record<MailLanguage, Words>>>> = {
  cold: {
    en: {
      subject: 'To follow up: {count}',
      body: 'Hello {name},\n\nnobody has touched these for a while:\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), since {date}',
    },
    fr: {
      subject: 'À relancer : {count}',
      body: 'Bonjour {name},\n\npersonne n’a touché à ceci depuis un moment :\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), depuis le {date}',
    },
    ru: {
      subject: 'Пора связаться: {count}',
      body: 'Здравствуйте, {name}!\n\nЭтим давно никто не занимался:\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), с {date}',
    },
    he: {
      subject: 'לחזור אליהם: {count}',
      body: 'שלום {name},\n\nאיש לא נגע באלה זה זמן מה:\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), מאז {date}',
    },
  },
  deadline: {
    en: {
      subject: 'Due within a week: {count}',
      body: 'Hello {name},\n\nthese are due within a week:\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), due on {date}',
    },
    fr: {
      subject: 'Échéance dans la semaine : {count}',
      body: 'Bonjour {name},\n\nceci arrive à échéance dans la semaine :\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), le {date}',
    },
    ru: {
      subject: 'Срок в течение недели: {count}',
      body: 'Здравствуйте, {name}!\n\nСрок истекает в течение недели:\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), до {date}',
    },
    he: {
      subject: 'למועד בשבוע הקרוב: {count}',
      body: 'שלום {name},\n\nהמועד של אלה בשבוע הקרוב:\n\n{list}\n\n{link}\n',
      line: '- {title} ({kind}), עד {date}',
    },
  },
  report: {
    en: {
      subject: 'Your weekly report',
      body: 'Hello {name},\n\nyour report is attached:\n\n{list}\n\n{link}\n',
      line: '- {title}, {date}',
    },
    fr: {
      subject: 'Votre rapport hebdomadaire',
      body: 'Bonjour {name},\n\nvotre rapport est joint :\n\n{list}\n\n{link}\n',
      line: '- {title}, {date}',
    },
    ru: {
      subject: 'Ваш еженедельный отчёт',
      body: 'Здравствуйте, {name}!\n\nВаш отчёт во вложении:\n\n{list}\n\n{link}\n',
      line: '- {title}, {date}',
    },
    he: {
      subject: 'הדוח השבועי שלך',
      body: 'שלום {name},\n\nהדוח מצורף:\n\n{list}\n\n{link}\n',
      line: '- {title}, {date}',
    },
  },
};

/** One thing a mail tells of. */
export interface Item {
  readonly title: string;
  readonly kind: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

/** What a mail says. */
export interface Text {
  readonly subject: string;
  readonly body: string;
}

/** Lists longer than this are cut: the mail says how many there are, the page shows them all. */
const MOST = 50;

/**
 * Puts values into a text. There is no logic in it and nothing to call: a name in braces is replaced once, whatever its value holds, and a name
 * that is not given stays as it is.
 */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole));

// every character that could end a line or hide one: control characters, and the directions of writing that turn a text around
const ODD = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
/** A text of somebody's on one line, and not a long one. */
export const plain = (value: string): string => value.replace(ODD, ' ').trim().slice(0, 200);

/** A mail in words: what comes from records is put on one line and cut, so that nobody writes a letter of their own into it. */
export const wordMail = (
  action: Occasion,
  language: MailLanguage,
  { name, link, items }: { readonly name: string; readonly link: string; readonly items: readonly Item[] },
): Text => {
  const { subject, body, line } = WORDS[action][language];
  const lines = items
    .slice(0, MOST)
    .map(({ title, kind, date }) => filled(line, { title: plain(title), kind: plain(kind), date }));
  const list = [...lines, ...(items.length > MOST ? ['- …'] : [])].join('\n');
  return {
    subject: filled(subject, { count: String(items.length) }),
    body: filled(body, { name: plain(name), link, list }),
  };
};

/** Why a mail may not even be written down. */
export type Unsafe = 'bad_recipient' | 'bad_subject';

/**
 * Looks for what could make one mail into another: more than one recipient, a line break in a header. Null when there is nothing. The
 * recipient is one bare address.
 */
export const unsafeIn = (recipient: string, subject: string): Unsafe | null => {
  if (foldEmail(recipient) !== recipient) return 'bad_recipient';
  if (subject.length > 200 || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) return 'bad_subject';
  return null;
};
