/** What talking to a server takes. */
export interface RemoteOptions {
  readonly fetch?: typeof fetch;
  /** Added to every request: `Authorization`. Without, the browser's session speaks for the reader. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** The ISO instant it is. */
  readonly now: () => string;
  /** How often a question (never a write) is repeated when the server is away; 2 by default. */
  readonly retries?: number;
}

/** What is asked of a server, below its base. */
export interface Asked {
  readonly path: string;
  readonly json: unknown;
}

/** What a server said. */
export interface RemoteAnswer {
  readonly status: number;
  /** The body; null when there is none. */
  readonly json: unknown;
  /** Codes of what was doubtful about a write. */
  readonly warnings: readonly string[];
}

/** How to ask. */
export interface AskOptions {
  readonly json?: unknown;
  /** A file that is sent in place of JSON. */
  readonly body?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };
  /** What comes back is text, not JSON. */
  readonly text?: boolean;
  /** What comes back is a file, not JSON: the answer's `json` is a Blob. */
  readonly blob?: boolean;
  /** The version that the asker edited, or the mark of what it saw. */
  readonly version?: number | string;
  /** Of a write that may be sent again: the server does it once. */
  readonly key?: string;
  /** How the server should go about it: `respond-async` answers before it is done. */
  readonly prefer?: string;
  /** It may take as long as it takes. */
  readonly patient?: boolean;
  /** A question that may be repeated, although it is posted. */
  readonly read?: boolean;
  /** Statuses that are answers, not failures; `refusals`: those of a write. */
  readonly accept?: readonly number[] | 'refusals';
}

/** Asks a server. */
export interface Requester {
  ask(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, options?: AskOptions): Promise<RemoteAnswer>;
}
