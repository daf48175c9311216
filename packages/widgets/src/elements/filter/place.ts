/** Puts a popover under its opener, above where there is no room, and never outside the window. */
export function placePopover(panel: HTMLElement, opener: HTMLElement, rtl: boolean): void {
  const box = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const edge = 8;
  const start = rtl ? box.right - width : box.left;
  const left = Math.max(edge, Math.min(start, document.documentElement.clientWidth - width - edge));
  const below = window.innerHeight - box.bottom;
  const upwards = below < height + edge && box.top > below;
  const top = upwards ? box.top - height - 4 : box.bottom + 4;
  panel.style.setProperty('left', `${left}px`);
  panel.style.setProperty('top', `${Math.max(edge, top)}px`);
}
