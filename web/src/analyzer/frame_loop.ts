/** Draws at most once a frame, and only when something changed and is visible. */
export class FrameLoop {
  private visible = true;
  private wanted = false;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(private readonly draw: () => void) {}

  start(): void {
    this.running = true;
    document.addEventListener("visibilitychange", this.resume);
    this.request();
  }

  stop(): void {
    this.running = false;
    document.removeEventListener("visibilitychange", this.resume);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = 0;
    this.timer = undefined;
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.resume();
  }

  /** Something changed: it is drawn with the next frame, or as soon as it is visible. */
  request(): void {
    this.wanted = true;
    if (!this.running || !this.visible || document.hidden || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.wanted = false;
      this.draw();
    });
  }

  /** Something will change in this many ms, if nothing happens before. */
  requestIn(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.request();
    }, ms);
  }

  private readonly resume = (): void => {
    if (this.wanted) this.request();
  };
}
