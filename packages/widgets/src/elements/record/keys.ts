/** What a key asks of a form. */
export type Command = 'store' | 'undo';

/**
 * What a key asks for: Ctrl/Cmd+S stores from anywhere, Enter from an entry of one line, Ctrl/Cmd+Z takes the last write back where no
 * entry has an undo of its own. Keys that the control itself has used ask for nothing.
 */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return null;
  const combining = event.ctrlKey || event.metaKey;
  const [target] = event.composedPath();
  const inLine = target instanceof HTMLInputElement && !/^(checkbox|radio)$/.test(target.type);
  const inText = inLine || target instanceof HTMLTextAreaElement;
  if (combining && event.key.toLowerCase() === 's') return 'store';
  if (event.key === 'Enter' && !combining && inLine) return 'store';
  return combining && event.key.toLowerCase() === 'z' && !inText ? 'undo' : null;
}
