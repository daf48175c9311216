/** The worker as one script, put there by the bundlers (scripts/worker-source.mjs); in dist it is a file of its own. */
declare module 'sluice:worker-source' {
  export const workerSource: string;
}
