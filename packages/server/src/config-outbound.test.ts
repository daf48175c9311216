import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const outbound = (env: Readonly<Record<string, string>>) => {
  const read = readConfig(env, '/srv');
  return read.ok ? read.config.outbound : read.faults;
};

describe('what leaves the server', () => {
  it('is nothing, unless the environment says so', () => {
    expect(outbound({})).toEqual({ mail: null, webhooks: null, backups: null });
    // a mail server alone is not a wish to send
    expect(outbound({ SMTP_URL: 'smtp://mail.example.com', SLUICE_MAIL_FROM: 'crm@example.com' })).toMatchObject({
      mail: null,
    });
  });

  it('is what it says, all of it', () => {
    expect(
      outbound({
        SLUICE_MAIL: 'send',
        SMTP_URL: 'smtps://me:secret@mail.example.com:465',
        SLUICE_MAIL_FROM: 'Sluice <crm@example.com>',
        SLUICE_WEBHOOKS: 'send',
        SLUICE_WEBHOOKS_ALLOW: 'http://hooks.internal:8080, https://10.0.0.5',
        SLUICE_BACKUPS: '/srv/copies',
        SLUICE_BACKUPS_KEEP: '30',
      }),
    ).toEqual({
      mail: { url: 'smtps://me:secret@mail.example.com:465', from: 'Sluice <crm@example.com>' },
      webhooks: { allow: ['http://hooks.internal:8080', 'https://10.0.0.5'] },
      backups: { folder: '/srv/copies', keep: 30 },
    });
  });

  it.each([
    ['a word that only looks like yes', { SLUICE_MAIL: 'true' }, /^SLUICE_MAIL is neither/],
    ['a word that only looks like no', { SLUICE_WEBHOOKS: 'false' }, /^SLUICE_WEBHOOKS is neither/],
    ['no mail server', { SLUICE_MAIL: 'send', SLUICE_MAIL_FROM: 'crm@example.com' }, /needs a mail server/],
    ['no sender', { SLUICE_MAIL: 'send', SMTP_URL: 'smtp://mail.example.com' }, /needs a sender/],
    ['a sender of two lines', { SLUICE_MAIL_FROM: 'crm@example.com\r\nBcc: spy@example.com' }, /is not a sender/],
    ['a web server', { SMTP_URL: 'https://mail.example.com' }, /is not the address of a mail server/],
    ['an address with a path', { SLUICE_WEBHOOKS_ALLOW: 'http://hooks.internal/hook' }, /is not a list of origins/],
    ['no copies at all', { SLUICE_BACKUPS_KEEP: '0' }, /is not a number of copies/],
  ])('is a fault with %s', (_what, env, fault) => {
    expect(outbound(env)).toEqual([expect.stringMatching(fault)]);
  });
});
