/** A worker that was started, and how to be rid of it. */
export interface Started {
  readonly worker: Worker;
  readonly end: () => void;
}
