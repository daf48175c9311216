/** One event of a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads `text/event-stream` as it comes in, in pieces of any size. */
export interface StreamReader {
  /** The events that a piece completes. */
  readonly take: (text: string) => readonly StreamEvent[];
  /** The id of the last event; blank before the first. */
  readonly lastId: () => string;
  /** How long to wait before coming back, in milliseconds, as the server says; null when it does not. */
  readonly retry: () => number | null;
}

/** A reader that knows nothing yet. `lastId`: where an earlier one ended. */
export const streamReader = (lastId = ''): StreamReader => {
  let rest = '';
  let id = lastId;
  let retry: number | null = null;
  let event = '';
  let data: string[] = [];

  const line = (text: string, found: StreamEvent[]): void => {
    if (text === '') {
      if (data.length > 0) found.push({ event: event === '' ? 'message' : event, data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(text) ?? [];
    if (name === 'event') event = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d{1,7}$/.test(value)) retry = Number(value);
  };

  return {
    lastId: () => id,
    retry: () => retry,
    take: (text) => {
      const found: StreamEvent[] = [];
      // a CR at the end may be half of a CRLF
      const lines = (rest + text).split(/\r\n|\n|\r(?=[^])/);
      rest = lines.pop() ?? '';
      for (const one of lines) line(one, found);
      return found;
    },
  };
};
