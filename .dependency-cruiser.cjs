/**
 * The rooms of core, in the order of the data flow: each may import those before it, types included.
 * A new room is one word here.
 */
const ROOMS = [
  'text.ts',
  'time.ts',
  'money.ts',
  'issue.ts',
  'kinds/',
  'blueprint/',
  'expr/',
  'model/',
  'records/',
  'frame/',
  'query/',
  'pipeline/',
  'metrics/',
  'forecast/',
  'gates/',
  'intake/',
  'source/',
  'imports/',
  'format/',
  'report/',
];

const CORE = '^packages/core/src/';
/** Tests and what exists for tests alone may look everywhere in their package. */
const TESTING = '(\\.(test|stories)\\.ts|/testing\\.ts|/fixtures\\.ts)$';
/** What the packages' exports maps offer. */
const CORE_ENTRIES = `${CORE}(index|blueprints/index|source/conformance)\\.ts$`;
const ENTRIES = [
  CORE_ENTRIES,
  '^packages/widgets/src/(index|define|drop-in)\\.ts$',
  '^packages/widgets/src/elements/(?<element>[^/]+)/(\\k<element>|define)\\.ts$',
  '^packages/widgets/dist/sluice\\.js$',
  '^packages/server/src/index\\.ts$',
];

const order = ROOMS.slice(0, -1).map((room, index) => ({
  name: `core-order-${room.replace(/\/|\.ts/, '')}`,
  comment: 'core imports run in the order of the data flow: see ARCHITECTURE.md.',
  severity: 'error',
  from: { path: `${CORE}${room}`, pathNot: TESTING },
  to: { path: `${CORE}(${ROOMS.slice(index + 1).join('|')})` },
}));

const rules = [
  ...order,
  {
    name: 'no-cycle',
    comment: 'no import goes round in a circle, types included.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'blueprints-are-data',
    comment: 'a blueprint is data: it needs only how an entity is said.',
    from: { path: `${CORE}blueprints/`, pathNot: TESTING },
    to: { path: '.', pathNot: [`${CORE}(blueprints|blueprint|kinds)/`] },
  },
  {
    name: 'core-knows-no-blueprint',
    comment: 'core works for entities that it has never seen.',
    from: { path: CORE, pathNot: [`${CORE}blueprints/`, TESTING] },
    to: { path: `${CORE}blueprints/` },
  },
  {
    name: 'index-is-for-strangers',
    comment: 'inside core, import the file that has what you need.',
    from: { path: CORE, pathNot: TESTING },
    to: { path: `${CORE}index\\.ts$` },
  },
  {
    name: 'core-is-alone',
    comment: 'core imports nothing of this workspace.',
    from: { path: CORE },
    to: { path: '^(packages|stories|examples|scripts|bench)/', pathNot: CORE },
  },
  {
    name: 'widgets-import-core-only',
    from: { path: '^packages/widgets/src/' },
    to: { path: '^(packages|stories|examples|scripts|bench)/', pathNot: ['^packages/widgets/src/', CORE_ENTRIES] },
  },
  {
    name: 'server-imports-core-only',
    from: { path: '^packages/server/(src|test)/' },
    to: {
      path: '^(packages|stories|examples|scripts|bench)/',
      pathNot: ['^packages/server/(src|test|node_modules)/', CORE_ENTRIES],
    },
  },
  {
    name: 'product-imports-no-test',
    from: { path: '^packages/[^/]+/src/', pathNot: TESTING },
    to: { path: `${TESTING}|^packages/server/test/` },
  },
  {
    name: 'strangers-use-public-entries',
    comment: 'stories and examples show what a user of the packages can do.',
    from: { path: '^(stories|examples)/' },
    to: { path: '^packages/', pathNot: ENTRIES },
  },
  {
    name: 'no-node-in-the-page',
    comment: 'core is pure and widgets run in a page: no Node module.',
    from: { path: '^packages/(core|widgets)/src/', pathNot: TESTING },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'declared-dependencies',
    comment: 'what the product imports is a dependency of its own package, not of the workspace.',
    from: { path: '^packages/[^/]+/src/', pathNot: TESTING },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'resolvable',
    from: {},
    to: { couldNotResolve: true, pathNot: '^sluice:' },
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    // TypeScript 7 has no JavaScript API: the sources are parsed by swc, which sees type imports too.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^packages/[^/]+/dist/' },
    exclude: { path: '(^|/)(dist|storybook-static|\\.cache)/(?!sluice\\.js)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['sluice-src', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
    },
    progress: { type: 'none' },
  },
};
