import { VARIABLE_NAMES, type VariableName } from './config.ts';

/** What an operator is told of a variable. */
interface Told {
  /** What it decides, in a sentence. */
  readonly says: string;
  /** What holds without it. */
  readonly otherwise: string;
  /** How it may look; a secret has none. */
  readonly example: string;
}

const TOLD: Readonly<Record<VariableName, Told>> = {
  HOST: { says: 'The address to listen on; 0.0.0.0 is every one.', otherwise: '127.0.0.1', example: '0.0.0.0' },
  PORT: { says: 'The port to listen on; 0 is any free one.', otherwise: '8787', example: '8787' },
  SLUICE_URL: {
    says: 'Where people open the server: links are made of it, and https makes cookies secure.',
    otherwise: 'the address it listens on',
    example: 'https://crm.example.com',
  },
  SLUICE_PROXIES: {
    says: 'How many reverse proxies of your own stand in front: only their word on where a request comes from counts.',
    otherwise: '0',
    example: '1',
  },
  DATABASE_URL: {
    says: 'A PostgreSQL of your own, 15 or later; ?sslmode=require asks for TLS, ?pgbouncer=1 says that PgBouncer answers there.',
    otherwise: 'an embedded PostgreSQL in SLUICE_DATA',
    example: 'postgres://sluice:password@db.example.com:5432/sluice?sslmode=require',
  },
  DATABASE_DIRECT_URL: {
    says: 'The same database past PgBouncer, so that changes are heard at once and not by looking every 15 seconds.',
    otherwise: 'DATABASE_URL',
    example: 'postgres://sluice:password@db.example.com:5432/sluice?sslmode=require',
  },
  SLUICE_CONNECTIONS: {
    says: 'Connections to the database that requests share, for each server that runs.',
    otherwise: '8',
    example: '8',
  },
  SLUICE_DATA: {
    says: 'The folder of the embedded database and of the secret.',
    otherwise: '.sluice in the folder where the server is started',
    example: '/var/lib/sluice',
  },
  SLUICE_SECRET: {
    says: 'Signs tokens and links, at least 32 characters; the same for all servers over one database. Make one: openssl rand -base64 48',
    otherwise: 'one that is made once and kept in SLUICE_DATA',
    example: '',
  },
  SLUICE_LIMITS: {
    says: 'Requests a minute of one sender: off, on, or a list; "tenant" is how many times that all of a tenant together have.',
    otherwise: 'off when HOST is this machine only, on otherwise',
    example: 'reads=1200 writes=600 imports=60 logins=60 tenant=20',
  },
  SLUICE_DRAIN: {
    says: 'Seconds between being told to stop and taking no more requests: /readyz says 503 meanwhile, so that a load balancer turns away first.',
    otherwise: '0 when HOST is this machine only, 5 otherwise',
    example: '10',
  },
  SLUICE_METRICS_TOKEN: {
    says: 'Opens GET /metrics to whoever sends it as a bearer token, at least 16 characters. Make one: openssl rand -base64 24',
    otherwise: 'there is no /metrics',
    example: '',
  },
  SLUICE_METRICS_TENANTS: {
    says: 'on: /metrics tells the pipeline of every tenant by its short name; off: of all tenants together.',
    otherwise: 'off',
    example: 'on',
  },
  SLUICE_MAIL: {
    says: 'send: mails leave the server, where the tenant and the occasion allow it too; off: they are written to the outbox and stay there.',
    otherwise: 'off',
    example: 'send',
  },
  SMTP_URL: {
    says: 'The mail server, with SLUICE_MAIL=send.',
    otherwise: 'none',
    example: 'smtps://user:password@mail.example.com:465',
  },
  SLUICE_MAIL_FROM: {
    says: 'Whose name mails bear, with SLUICE_MAIL=send.',
    otherwise: 'none',
    example: 'Sluice <crm@example.com>',
  },
  SLUICE_WEBHOOKS: {
    says: 'send: webhooks are told what changes, where the tenant allows it too; off: what they would be told is only noted.',
    otherwise: 'off',
    example: 'send',
  },
  SLUICE_WEBHOOKS_ALLOW: {
    says: 'Origins that webhooks may name although they lie in your own network or have no TLS; all others are https on the open internet.',
    otherwise: 'none',
    example: 'http://hooks.internal:8080',
  },
  SLUICE_BACKUPS: {
    says: 'The folder of nightly copies; each is a file that "sluice restore" reads.',
    otherwise: 'no nightly copies',
    example: '/var/lib/sluice/copies',
  },
  SLUICE_BACKUPS_KEEP: { says: 'How many nightly copies are kept.', otherwise: '14', example: '30' },
  LOG_LEVEL: {
    says: 'How much is written to standard error, as JSON lines: fatal, error, warn, info (every request), debug or silent.',
    otherwise: 'warn',
    example: 'info',
  },
};

const HEAD = `# Everything the environment decides; all of it is optional. The server checks it when it starts and says what is wrong.
# A variable that is empty counts as not set. This file is the output of "sluice env".
`;

/** A commented `.env` with every variable: what `sluice env` prints. */
export const environmentExample = (): string => {
  const told = VARIABLE_NAMES.map((name) => {
    const { says, otherwise, example } = TOLD[name];
    return `# ${says}\n# Without it: ${otherwise}.\n# ${name}=${/[ ?]/.test(example) ? `"${example}"` : example}\n`;
  });
  return [HEAD, ...told].join('\n');
};
