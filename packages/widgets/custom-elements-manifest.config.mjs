export default {
  globs: ['src/elements/**/*.ts', 'src/element.ts', 'src/base/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/*.stories.ts', 'src/**/*.styles.ts'],
  litelement: true,
  packagejson: false,
  quiet: true,
};
