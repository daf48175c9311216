import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentExample } from './config-example.ts';
import { addressOf, isLoopback, readConfig, VARIABLE_NAMES } from './config.ts';

const faults = (env: Readonly<Record<string, string>>) => {
  const read = readConfig(env, '/here');
  return read.ok ? [] : read.faults;
};

describe('the configuration', () => {
  it('is for this machine only when nothing is said', () => {
    const read = readConfig({ HOST: '', PATH: '/bin' }, '/here');
    expect(read.ok && read.config).toEqual({
      host: '127.0.0.1',
      port: 8787,
      data: expect.stringMatching(/[/\\]here[/\\]\.sluice$/),
      database: undefined,
      secret: undefined,
      url: undefined,
      proxies: 0,
      rates: null,
      logLevel: 'warn',
      direct: undefined,
      connections: 8,
      drain: 0,
      metrics: null,
      outbound: { mail: null, webhooks: null, backups: null },
    });
    expect(read.ok && read.warnings).toEqual([]);
  });

  it('says every fault at once, as a sentence with its remedy', () => {
    const all = faults({
      HOST: 'a b',
      PORT: '70000',
      DATABASE_URL: 'mysql://x',
      SLUICE_SECRET: 'short',
      SLUICE_URL: 'https://crm.example.com/path',
      LOG_LEVEL: 'loud',
    });
    expect(all.length).toBe(6);
    for (const fault of all) expect(fault).toMatch(/^[A-Z_]+ is .+: (set|write|give) .+\.$/);
    expect(all.join(' ')).not.toContain('short\n');
    for (const port of ['-1', '1e3', ' 80', '80.5', '0x50'])
      expect([port, faults({ PORT: port }).length]).toEqual([port, 1]);
  });

  it('checks what operators set, and lets nobody into its figures by a short word', () => {
    for (const [name, value] of [
      ['SLUICE_CONNECTIONS', '0'],
      ['SLUICE_CONNECTIONS', '201'],
      ['SLUICE_CONNECTIONS', '8.5'],
      ['SLUICE_DRAIN', '-1'],
      ['SLUICE_DRAIN', '10s'],
      ['SLUICE_METRICS_TOKEN', 'short'],
      ['SLUICE_METRICS_TENANTS', 'yes'],
      ['DATABASE_DIRECT_URL', 'db.example.com'],
    ] as const) {
      const [fault, ...others] = faults({ [name]: value });
      expect([name, value, fault?.startsWith(name), others]).toEqual([name, value, true, []]);
    }
    const read = readConfig(
      { HOST: '0.0.0.0', SLUICE_METRICS_TOKEN: 'sixteen letters!', SLUICE_CONNECTIONS: '20' },
      '/here',
    );
    expect(read.ok && read.config).toMatchObject({
      drain: 5000,
      connections: 20,
      metrics: { token: 'sixteen letters!', perTenant: false },
    });
    const patient = readConfig({ HOST: '0.0.0.0', SLUICE_DRAIN: '12' }, '/here');
    expect(patient.ok && patient.config.drain).toBe(12_000);
  });

  it('warns whoever lets others in without saying where the server is found', () => {
    const warned = (env: Record<string, string>): readonly string[] => {
      const read = readConfig(env, '/here');
      return read.ok ? read.warnings : read.faults;
    };
    expect(warned({ HOST: '0.0.0.0' })).toEqual([
      'HOST=0.0.0.0 lets others in and SLUICE_URL is not set: links to sign in say localhost, and cookies are not kept to HTTPS. Set SLUICE_URL to the address people use.',
    ]);
    expect(warned({ HOST: '0.0.0.0', SLUICE_URL: 'https://crm.example.com/' })).toEqual([]);
    expect(warned({})).toEqual([]);
  });

  it('warns of a variable that looks like one of ours and is none', () => {
    const read = readConfig({ SLUICE_SECRT: 'x', SLUICE_COLOUR: 'red', OTHER: '1', SLUICE_DRAIN: '' }, '/here');
    expect(read.ok && read.warnings).toEqual([
      'SLUICE_SECRT is not a variable of this server and does nothing; SLUICE_SECRET is one.',
      'SLUICE_COLOUR is not a variable of this server and does nothing.',
    ]);
  });

  it('stands in .env.example, every variable with its default, and nothing that would be a password to all', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    // to bring it up to date: npm exec sluice -- env > .env.example
    expect(example).toBe(environmentExample());
    const set = example.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(set).toEqual([]);
    for (const name of VARIABLE_NAMES) expect(example).toContain(`\n# ${name}=`);
    const values = Object.fromEntries(
      [...example.matchAll(/^# ([A-Z_]+)="?(.*?)"?$/gm)].map(([, name, value]) => [name, value]),
    );
    const read = readConfig(values, '/here');
    expect(read.ok && read.warnings).toEqual([]);
    expect([values['SLUICE_SECRET'], values['SLUICE_METRICS_TOKEN']]).toEqual(['', '']);
  });

  it('knows where people open the server', () => {
    expect(addressOf({ host: '127.0.0.1', url: undefined }, 8787)).toBe('http://localhost:8787');
    expect(addressOf({ host: '0.0.0.0', url: undefined }, 80)).toBe('http://localhost:80');
    expect(addressOf({ host: '192.168.1.5', url: undefined }, 80)).toBe('http://192.168.1.5:80');
    expect(addressOf({ host: 'fe80::1', url: undefined }, 80)).toBe('http://[fe80::1]:80');
    expect(addressOf({ host: '127.0.0.1', url: 'https://crm.example.com' }, 80)).toBe('https://crm.example.com');
    expect(['127.0.0.1', '127.1.2.3', 'localhost', '::1', '0.0.0.0', '127.0.0.1.example'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
