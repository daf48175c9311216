import { sourceConformance } from '@sluice/core/conformance';
import { discard, freshName, jestLike, open } from './testing.ts';

describe('a source that the browser keeps', () => {
  sourceConformance({ describe, it, expect: jestLike }, async () => {
    const name = freshName();
    const source = await open(name);
    return { source, done: () => discard(name, source) };
  });
});
