import type { PartHand } from "./part_hand";

export interface BoardActions {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
  pins(): void;
  escape(): void;
}

/** Keys that work wherever the focus is, unless it is where one types: the board's own, and the parts' `key`. */
export class BoardKeys {
  private readonly down = new Map<string, PartHand[]>();
  private readonly stops = new AbortController();

  constructor(
    private readonly hands: () => PartHand[],
    private readonly actions: BoardActions,
  ) {
    const { signal } = this.stops;
    window.addEventListener("keydown", (event) => this.keyDown(event), { signal });
    window.addEventListener("keyup", (event) => this.keyUp(event), { signal });
    // When the focus goes to another window, the key is released there.
    window.addEventListener("blur", () => this.releaseAll(), { signal });
  }

  stop(): void {
    this.releaseAll();
    this.stops.abort();
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || isTyping(event)) return;
    const hands = this.hands().filter(({ drawing }) => isKey(drawing.part.attributes["key"], event.key));
    if (hands.length) {
      event.preventDefault();
      if (event.repeat) return;
      this.down.set(event.code, hands);
      for (const hand of hands) hand.boardKey(true, false);
    } else if (!event.ctrlKey && !event.metaKey && !isElsewhere(event) && this.act(event.key)) event.preventDefault();
  }

  private act(key: string): boolean {
    const action = {
      "+": this.actions.zoomIn,
      "=": this.actions.zoomIn,
      "-": this.actions.zoomOut,
      "0": this.actions.fit,
      p: this.actions.pins,
      P: this.actions.pins,
      Escape: this.actions.escape,
    }[key];
    action?.();
    return action !== undefined;
  }

  private keyUp(event: KeyboardEvent): void {
    for (const hand of this.down.get(event.code) ?? []) hand.boardKey(false, event.ctrlKey || event.metaKey);
    this.down.delete(event.code);
  }

  private releaseAll(): void {
    for (const hands of this.down.values()) hands.forEach((hand) => hand.boardKey(false, false));
    this.down.clear();
  }
}

function isKey(wanted: string | undefined, key: string): boolean {
  return wanted !== undefined && wanted !== "" && wanted.toLowerCase() === key.toLowerCase();
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}

/** The logic analyzer has the same keys for a view of its own. */
function isElsewhere(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.localName === "pb-analyzer");
}
