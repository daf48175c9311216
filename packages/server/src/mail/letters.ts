import type { LinkPurpose } from '../auth/links.ts';
import { filled, type MailAction, type MailLanguage, plain, type Text } from './words.ts';

/** Whether a mail is a letter: it brings a link that lets its reader in. */
export const isLetter = (action: string): action is LinkPurpose & MailAction =>
  action === 'invite' || action === 'reset';

/** What stands where the link comes: a line of its own, which nothing that is filled in can be. */
const PLACE = '{link}';

const WORDS: Readonly<Record<LinkPurpose, Readonly<Record<MailLanguage, Text>>>> = {
  invite: {
    en: {
      subject: 'You are invited to {tenant}',
      body: 'Hello,\n\n{by} invites you to {tenant}. This link lets you in, once and within three days:\n\n{link}\n\nIf you did not expect it, leave it.\n',
    },
    fr: {
      subject: 'Vous êtes invité à rejoindre {tenant}',
      body: 'Bonjour,\n\n{by} vous invite à rejoindre {tenant}. Ce lien vous ouvre la porte, une fois et pendant trois jours :\n\n{link}\n\nSi vous ne l’attendiez pas, laissez-le.\n',
    },
    ru: {
      subject: 'Вас приглашают в {tenant}',
      body: 'Здравствуйте!\n\n{by} приглашает вас в {tenant}. По этой ссылке можно войти один раз в течение трёх дней:\n\n{link}\n\nЕсли вы этого не ждали, оставьте её.\n',
    },
    he: {
      subject: 'הוזמנת אל {tenant}',
      body: 'שלום,\n\nקיבלת הזמנה אל {tenant} מאת {by}. הקישור הזה מכניס אותך פעם אחת, בתוך שלושה ימים:\n\n{link}\n\nאם לא ציפית לו, אפשר להתעלם.\n',
    },
  },
  reset: {
    en: {
      subject: 'A new password for {tenant}',
      body: 'Hello {name},\n\nsomebody asked for a new password for you. This link sets one, once and within ten minutes:\n\n{link}\n\nIf it was not you, leave it: your password stays as it is.\n',
    },
    fr: {
      subject: 'Un nouveau mot de passe pour {tenant}',
      body: 'Bonjour {name},\n\nquelqu’un a demandé un nouveau mot de passe pour vous. Ce lien en fixe un, une fois et pendant dix minutes :\n\n{link}\n\nSi ce n’était pas vous, laissez-le : votre mot de passe reste ce qu’il est.\n',
    },
    ru: {
      subject: 'Новый пароль для {tenant}',
      body: 'Здравствуйте, {name}!\n\nДля вас запросили новый пароль. По этой ссылке его можно задать один раз в течение десяти минут:\n\n{link}\n\nЕсли это были не вы, оставьте её: пароль останется прежним.\n',
    },
    he: {
      subject: 'סיסמה חדשה אל {tenant}',
      body: 'שלום {name},\n\nהתבקשה עבורך סיסמה חדשה. הקישור הזה קובע אותה פעם אחת, בתוך עשר דקות:\n\n{link}\n\nאם לא ביקשת, אפשר להתעלם: הסיסמה נשארת כפי שהיא.\n',
    },
  },
};

/** A letter in words, with a place for its link: `tenant` is called by its label; `by` invites, `name` is asked for. */
export const wordLetter = (
  purpose: LinkPurpose,
  language: MailLanguage,
  said: { readonly tenant: string; readonly by: string; readonly name: string },
): Text => {
  const { subject, body } = WORDS[purpose][language];
  const short = plain(said.tenant).slice(0, 80);
  const values = { tenant: short, by: plain(said.by), name: plain(said.name) };
  return { subject: filled(subject, values), body: filled(body, values) };
};

/** The text of a letter with its link in it: at the moment it is sent, and nowhere else. */
export const withLink = (body: string, link: string): string =>
  body
    .split('\n')
    .map((line) => (line === PLACE ? link : line))
    .join('\n');
