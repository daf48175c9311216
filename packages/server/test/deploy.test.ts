import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VARIABLE_NAMES } from '../src/config.ts';

const ROOT = join(import.meta.dirname, '../../..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The instructions of a Dockerfile, continued lines joined, stage by stage. */
const stages = (file: string): readonly (readonly string[])[] => {
  const lines = file
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  return lines.reduce<string[][]>((all, line) => {
    if (line.startsWith('FROM ')) all.push([line]);
    else all.at(-1)?.push(line);
    return all;
  }, []);
};

/** Whether .dockerignore leaves a path in the context: the last rule that fits decides. */
const sent = (path: string): boolean => {
  let left = true;
  for (const line of text('.dockerignore').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const rule = line.replace(/^!/, '');
    const pattern = rule
      .replace(/[.]/g, '\\.')
      .replace(/\*\*\//g, '(.*/)?')
      .replace(/(?<!\.)\*/g, '[^/]*');
    if (new RegExp(`^${pattern}(/.*)?$`).test(path)) left = line.startsWith('!');
  }
  return left;
};

describe('the Dockerfile', () => {
  const all = stages(text('Dockerfile'));
  const last = all.at(-1) ?? [];

  it('copies what there is and what its context holds', () => {
    const copied = all.flat().filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
    const sources = copied.flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources)
      expect([source, existsSync(join(ROOT, source)), sent(source)]).toEqual([source, true, true]);
    for (const secret of [
      '.env',
      'packages/server/.env',
      '.git',
      'node_modules',
      'packages/core/node_modules/x',
      '.sluice/secret',
    ])
      expect([secret, sent(secret)]).toEqual([secret, false]);
    for (const built of ['packages/core/dist/index.js', 'packages/server/src/app.test.ts'])
      expect([built, sent(built)]).toEqual([built, false]);
    expect(sent('packages/server/src/app.ts')).toBe(true);
  });

  it('takes from its stages what they make, and installs what the lockfile says without running scripts of others', () => {
    const names = all.flatMap(([from = '']) => / AS (\w+)$/.exec(from)?.[1] ?? []);
    for (const [, stage = ''] of all
      .flat()
      .join('\n')
      .matchAll(/--from=(\w+)/g))
      expect(names).toContain(stage);
    const installs = all.flat().filter((line) => /npm (ci|install|i)\b/.test(line));
    expect(installs.length).toBe(2);
    for (const line of installs) expect(line).toMatch(/npm ci --ignore-scripts/);
    const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    for (const [, script = ''] of all
      .flat()
      .join('\n')
      .matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty(script);
  });

  it('ends as an image that nobody rules, that says how it is, and that holds no secret and no tools', () => {
    expect(last[0]).toBe('FROM node:24-slim');
    const user = last.findIndex((line) => line === 'USER node');
    expect(user).toBeGreaterThan(0);
    expect(last.slice(user).filter((line) => /^(RUN|COPY|ADD|USER root)/.test(line))).toEqual([]);
    expect(last.some((line) => line.startsWith('HEALTHCHECK ') && line.includes('/readyz'))).toBe(true);
    expect(last.join('\n')).not.toMatch(/npm |apt|SECRET|PASSWORD|TOKEN|^ADD/m);
    const set = last.filter((line) => line.startsWith('ENV ')).flatMap((line) => line.split(' ').slice(1));
    for (const one of set) expect(['NODE_ENV', ...VARIABLE_NAMES]).toContain(one.split('=')[0]);
    const [, entry = ''] = /^ENTRYPOINT \["node", "(.+)"\]$/m.exec(last.join('\n')) ?? [];
    expect(existsSync(join(ROOT, entry.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
  });
});

describe('compose.yaml', () => {
  const file = text('compose.yaml');

  it('asks for every password and has none of its own', () => {
    const asked = [...file.matchAll(/\$\{(\w+)(:\?|:-)?/g)];
    const own = ['POSTGRES_PASSWORD', 'SLUICE_DB_PASSWORD'];
    for (const [, name = ''] of asked) expect([...own, ...VARIABLE_NAMES]).toContain(name);
    // what the image says itself, and the way past a PgBouncer that is not there
    const elsewhere = new Set<string>(['HOST', 'PORT', 'SLUICE_DATA', 'DATABASE_DIRECT_URL']);
    for (const name of VARIABLE_NAMES)
      expect([name, elsewhere.has(name) || file.includes(`\n      ${name}: `)]).toEqual([name, true]);
    for (const secret of [...own, 'SLUICE_SECRET']) expect(file).toContain(`${secret}: \${${secret}:?`);
    for (const [line] of file.matchAll(/^ +\w*(PASSWORD|SECRET|TOKEN)\w*: .+$/gm)) expect(line).toContain('${');
  });

  it('names its images exactly, waits for a database that is well, and opens the server to this machine only', () => {
    expect([...file.matchAll(/image: (.+)/g)].map(([, image]) => image)).toEqual(['postgres:17']);
    expect(file).toContain('condition: service_healthy');
    expect(file).toMatch(/healthcheck:\n\s+test: \['CMD', 'pg_isready'/);
    expect([...file.matchAll(/^ +- (\S+:\d+)$/gm)].map(([, port]) => port)).toEqual(['127.0.0.1:${PORT:-8787}:8787']);
    const [, script = ''] = /- \.\/(\S+):\/docker-entrypoint-initdb\.d/.exec(file) ?? [];
    expect(text(script)).toMatch(/create role sluice login createrole nosuperuser nobypassrls password :'password'/);
  });
});

describe('the examples of proxies', () => {
  it('pass events on as they come, and keep the figures from strangers', () => {
    const nginx = text('deploy/nginx.conf');
    expect(nginx).toMatch(/location = \/api\/v1\/events \{[^}]*proxy_buffering off;/);
    expect(nginx).toMatch(/location = \/metrics \{\s*return 404;/);
    // a write that may have been done is not sent twice
    expect(nginx).not.toMatch(/proxy_next_upstream [^;]*(non_idempotent|http_5)/);
    const caddy = text('deploy/Caddyfile');
    expect(caddy).toContain('flush_interval -1');
    expect(caddy).toMatch(/@metrics path \/metrics\s+respond @metrics 404/);
    expect(caddy).toContain('health_uri /readyz');
  });
});

describe('the workflows', () => {
  it('run what a developer runs, with few rights and with actions that cannot change', () => {
    const folder = '.github/workflows';
    const files = readdirSync(join(ROOT, folder)).map((name) => text(`${folder}/${name}`));
    expect(files.some((file) => file.includes('- run: npm test\n'))).toBe(true);
    for (const file of files) {
      expect(file).toContain('permissions:\n  contents: read');
      for (const [, action] of file.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    }
  });
});
