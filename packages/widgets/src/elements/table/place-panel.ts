/** Pixels between the panel and the edge of the window. */
const GAP = 8;
/** Pixels that an entry takes at least, in however narrow a column. */
const LEAST = 240;

/** Shows a panel over its cell; where the cell is not shown, at the edge of the box it went behind. Never outside the window. */
export function placePanel(
  panel: HTMLElement,
  { cell, box }: { readonly cell: HTMLElement | null; readonly box: HTMLElement | null },
): void {
  const around = box?.getBoundingClientRect() ?? new DOMRect(0, 0, window.innerWidth, window.innerHeight);
  const at = cell?.getBoundingClientRect() ?? new DOMRect(around.left, around.top, 0, 40);
  const gone = !cell || at.bottom <= around.top || at.top >= around.bottom;
  panel.classList.toggle('gone', gone);
  panel.style.setProperty('min-width', `${Math.min(Math.max(at.width, LEAST), window.innerWidth - 2 * GAP)}px`);
  panel.style.setProperty('min-height', `${at.height}px`);
  if (!panel.matches(':popover-open')) panel.showPopover();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const rtl = getComputedStyle(panel).direction === 'rtl';
  const within = (wanted: number, least: number, most: number): number => Math.max(least, Math.min(wanted, most));
  const left = within(rtl ? at.right - width : at.left, GAP, window.innerWidth - width - GAP);
  const seen = within(at.top, around.top, Math.max(around.top, around.bottom - at.height));
  panel.style.setProperty('left', `${left}px`);
  panel.style.setProperty('top', `${within(seen, GAP, window.innerHeight - height - GAP)}px`);
}
