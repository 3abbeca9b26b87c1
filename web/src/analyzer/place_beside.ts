const DISTANCE = 6;
const MARGIN = 8;

/** Places a panel with `position: fixed` below its opener, or above if there is more room, within the window. */
export function placeBeside(panel: HTMLElement, opener: Element): void {
  const box = opener.getBoundingClientRect();
  const [above, below] = [box.top, window.innerHeight - box.bottom];
  const isBelow = below >= panel.offsetHeight + DISTANCE + MARGIN || below >= above;
  panel.style.top = isBelow ? `${box.bottom + DISTANCE}px` : "auto";
  panel.style.bottom = isBelow ? "auto" : `${window.innerHeight - box.top + DISTANCE}px`;
  panel.style.maxHeight = `${Math.max(above, below) - DISTANCE - MARGIN}px`;
  const right = Math.min(window.innerWidth - box.right, window.innerWidth - panel.offsetWidth - MARGIN);
  panel.style.right = `${Math.max(MARGIN, right)}px`;
}
