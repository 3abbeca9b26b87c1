/** Longer than the pauses of a user who continues. */
const REST_MS = 200;

/**
 * While a board is moved the browser keeps a picture of it, which costs a third less than to paint it in each frame. A
 * picture is not sharp when it is zoomed, so once the board rests it is painted again.
 */
export class MovingLayer {
  private rest: ReturnType<typeof setTimeout> | undefined;

  moved(element: HTMLElement): void {
    clearTimeout(this.rest);
    element.style.willChange = "transform";
    this.rest = setTimeout(() => (element.style.willChange = ""), REST_MS);
  }
}
