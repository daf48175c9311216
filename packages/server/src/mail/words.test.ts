import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAIL_LANGUAGES, OCCASIONS, unsafeIn, wordMail } from './words.ts';

const link = 'https://crm.example.com';
const item = { title: 'Bouygues', kind: 'Deal', date: '2025-02-05' };

describe('the words of a mail', () => {
  it.each(MAIL_LANGUAGES.flatMap((language) => OCCASIONS.map((action) => [action, language] as const)))(
    'for %s in %s leave no name unfilled',
    (action, language) => {
      const { subject, body } = wordMail(action, language, { name: 'Anna', link, items: [item, item] });
      // a report is one thing, whatever is in it; reminders say how many there are, and of which kind
      const list = action === 'report' ? [] : ['Deal'];
      if (action !== 'report') expect(subject).toContain('2');
      expect(`${subject}${body}`).not.toMatch(/[{}]/);
      for (const part of ['Anna', 'Bouygues', '2025-02-05', link, ...list]) expect(body).toContain(part);
    },
  );

  it('are not run: what stands in a record is text', () => {
    const title = '{{constructor.constructor("return process")()}} {link} {__proto__} {name}';
    const { body } = wordMail('cold', 'en', { name: 'Anna', link, items: [{ ...item, title }] });
    expect(body).toContain(`- ${title} (Deal), since 2025-02-05`);
  });

  it('cannot be made to begin a line or a header of their own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'binary' }), (title, name) => {
        const { subject, body } = wordMail('deadline', 'fr', { name, link, items: [{ ...item, title }] });
        expect(unsafeIn('anna@example.com', subject)).toBeNull();
        expect(body.split('\n')).toHaveLength(8);
      }),
    );
  });

  it('of a long list show its beginning and say how many there are', () => {
    const items = Array.from({ length: 80 }, () => item);
    const { subject, body } = wordMail('cold', 'en', { name: 'Anna', link, items });
    expect([subject, body.match(/^- /gm)?.length]).toEqual(['To follow up: 80', 51]);
  });
});
