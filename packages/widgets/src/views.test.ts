import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
const defined = (name: string): readonly string[] =>
  [...read(name).matchAll(/elements\/([\w-]+)\/define/g)].map(([, element = '']) => element);
const elements = readdirSync(new URL('./elements', import.meta.url)).filter((name) =>
  existsSync(new URL(`./elements/${name}/define.ts`, import.meta.url)),
);

describe('the elements of the package', () => {
  it('are all registered by one import, at first sight or when they are wanted', () => {
    const seen = [...defined('first-view.ts'), ...defined('second-view.ts')];
    expect(seen.toSorted()).toEqual(elements.toSorted());
    const more = elements.filter((name) => !defined('first-view.ts').includes(name));
    expect(defined('define.ts').toSorted()).toEqual(more.toSorted());
  });

  it('are loaded by the drop-in when a page has one that is not of the first view', () => {
    const tags = [...read('drop-in.ts').matchAll(/'sluice-([\w-]+)'/g)].map(([, name = '']) => name);
    expect(tags.toSorted()).toEqual(defined('second-view.ts').toSorted());
  });
});
