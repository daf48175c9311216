// Loaded into a server that a soak looks at: at a SIGUSR2 it collects what is garbage and says on stderr what is left.
const collect = (globalThis as { readonly gc?: () => void }).gc;

process.on('SIGUSR2', () => {
  collect?.();
  collect?.();
  const held = { heap: process.memoryUsage().heapUsed, resources: process.getActiveResourcesInfo().length };
  process.stderr.write(`collected ${JSON.stringify(held)}\n`);
});
