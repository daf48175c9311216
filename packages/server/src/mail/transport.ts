import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { htmlOf } from './html.ts';
import type { Attachment, Mail } from './outbox.ts';

/**
 * What a mail server said to a mail.
 * - `sent`: it took it. `refused`: it will not have it. `later`: it did not take it, and may the next time.
 * - `unknown`: the connection ended after everything was handed over and before the answer.
 */
export interface Handed {
  readonly what: 'sent' | 'refused' | 'later' | 'unknown';
  /** In few words, without anybody's address: `550`, `ECONNREFUSED`. */
  readonly said: string;
}

/** Hands mails over to a mail server. */
export interface Transport {
  readonly hand: (
    mail: Pick<Mail, 'id' | 'recipient' | 'subject' | 'body'>,
    attachment?: Attachment | null,
  ) => Promise<Handed>;
  readonly close: () => void;
}

const codeOf = (error: object, name: string): unknown =>
  name in error ? (error as Record<string, unknown>)[name] : undefined;

/**
 * What an error of the transport says about a mail. `begun`: its text was asked for. From then on a connection that ends without an answer may
 * have left the mail with the other side: whatever the library calls the error, only an answer tells.
 */
const handedBy = (error: unknown, begun: boolean): Handed => {
  if (!(error instanceof Error)) return { what: 'unknown', said: 'no answer' };
  const answer = codeOf(error, 'responseCode');
  if (typeof answer === 'number' && answer >= 400)
    return { what: answer < 500 ? 'later' : 'refused', said: String(answer) };
  const said = codeOf(error, 'code');
  const code = typeof said === 'string' ? said : 'no answer';
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { what: 'refused', said: code };
  return { what: begun ? 'unknown' : 'later', said: code };
};

/**
 * A mail server by its address (`smtps://user:password@mail.example.com`). `from` is whose name mails bear. The texts of mails are texts: the
 * library reads no file and no address that stands in one.
 */
export const smtpTransport = (url: string, from: string): Transport => {
  const transport = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = from.slice(from.lastIndexOf('@') + 1).replace(/[^\w.-]/g, '');
  return {
    hand: async ({ id, recipient, subject, body }, attachment = null) => {
      let begun = false;
      const text = Readable.from(
        (function* () {
          begun = true;
          yield body;
        })(),
      );
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: recipient },
          envelope: { from: from.replace(/^.*<|>.*$/g, ''), to: [recipient] },
          subject,
          text,
          html: htmlOf(body),
          ...(attachment
            ? {
                attachments: [
                  {
                    filename: attachment.name,
                    contentType: attachment.type,
                    content: Buffer.from(attachment.content),
                  },
                ],
              }
            : {}),
          messageId: `<${id}@${host}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return { what: 'sent', said: '250' };
      } catch (error) {
        return handedBy(error, begun);
      }
    },
    close: () => transport.close(),
  };
};
