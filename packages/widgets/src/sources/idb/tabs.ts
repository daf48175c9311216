import { storeName } from './store.ts';

/** The other windows and tabs that have the same store open. */
export interface Tabs {
  /** Begins to listen; more than once is once. */
  readonly listen: () => void;
  /** Tells the others that something was written. */
  readonly tell: () => void;
  readonly rest: () => void;
}

const say = (channel: BroadcastChannel): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel stays within its origin
  channel.postMessage('written');
};

/** Calls back when another tab wrote, and when this one comes to the front: what a frozen tab is told, it does not hear. */
export const tabsOf = (name: string, hear: () => void): Tabs => {
  let channel: BroadcastChannel | null = null;
  const seen = (): void => {
    if (document.visibilityState === 'visible') hear();
  };
  return {
    listen: () => {
      if (channel) return;
      channel = new BroadcastChannel(storeName(name));
      channel.addEventListener('message', hear);
      document.addEventListener('visibilitychange', seen);
    },
    tell: () => {
      if (channel) say(channel);
      else {
        // nobody looks at this source, but others may look at the same store
        const once = new BroadcastChannel(storeName(name));
        say(once);
        once.close();
      }
    },
    rest: () => {
      channel?.close();
      channel = null;
      document.removeEventListener('visibilitychange', seen);
    },
  };
};
