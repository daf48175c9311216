import { createContext } from '@lit/context';
import type { Session } from './controllers/session.ts';

/**
 * Under which the elements of an app ask for its session (the context protocol of web components). The symbol is shared by every
 * copy of the package on a page; its number grows when a session is no longer what it was.
 */
export const sessionContext = createContext<Session | undefined>(Symbol.for('sluice.app/1'));
