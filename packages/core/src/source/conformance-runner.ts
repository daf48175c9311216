/** What a test runner brings: vitest, mocha with chai's jest style, or another of the kind. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
  readonly expect: (value: unknown) => {
    toBe: (expected: unknown) => void;
    toEqual: (expected: unknown) => void;
    toMatchObject: (expected: object) => void;
  };
}
