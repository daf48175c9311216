import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { asOwner } from '../database/as-tenant.ts';
import type { Pool } from '../database/lease.ts';

/** How a mail server of the tests behaves. */
export type Manner = 'takes' | 'later' | 'refuses' | 'hangs up' | 'says nothing';

/** A mail server that keeps what it is handed. */
export interface Sink {
  readonly url: string;
  readonly mails: string[];
  /** How many connections there were. */
  readonly connections: () => number;
  readonly behave: (manner: Manner) => void;
  readonly close: () => Promise<void>;
}

const answer = (code: number): Error => Object.assign(new Error('said so'), { responseCode: code });

/** Starts a mail server for this machine. */
export const openSink = async (): Promise<Sink> => {
  const mails: string[] = [];
  let connections = 0;
  let manner: Manner = 'takes';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onRcptTo: (_address, _session, done) => done(manner === 'later' ? answer(451) : null),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (manner === 'refuses') return done(answer(554));
        mails.push(Buffer.concat(parts).toString('utf8'));
        // it has the mail, and nobody hears that it has
        if (manner === 'says nothing') return undefined;
        if (manner === 'hangs up') return sockets.get(session.remotePort)?.destroy();
        return done();
      });
    },
  });
  const sockets = new Map<number, { destroy: () => void }>();
  server.server.on('connection', (socket) => {
    sockets.set(socket.remotePort ?? 0, socket);
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    connections: () => connections,
    behave: (next) => {
      manner = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** Lets somebody belong to a tenant; gives the id of the person. */
export const join = async (pool: Pool, tenant: string, email: string, role = 'sales'): Promise<string> => {
  const id = randomUUID();
  await asOwner(pool, {}, async (tx) => {
    await tx`insert into sluice_system.person (id, email, name) values (${id}, ${email}, '') on conflict (email) do nothing`;
    await tx`insert into sluice_system.membership (person_id, tenant_id, role)
      select id, ${tenant}, ${role} from sluice_system.person where email = ${email}`;
  });
  return id;
};
