import { describe, expect, it } from 'vitest';
import { addressOf, isLoopback, readConfig } from './config.ts';

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
    });
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
