import type { Edges } from "../protocol/messages";
import type { CaptureSource } from "./capture_source";
import { EdgeStore } from "./edge_store";

export const MOST_CHANNELS = 16;

/** idle: nothing to capture; ended: the connection was lost or the board changed, and the received edges are kept. */
export type CaptureStatus = "idle" | "starting" | "running" | "ended" | "failed";

/** Without a message for this long, the program is considered idle: time then continues without its messages. */
const STILL_AFTER = 50e6;

/** Keeps a capture of the chosen pins running, and begins it again whenever the source was reset. */
export class CaptureSession {
  /** What is shown, top to bottom. */
  chosen: string[] = [];
  store: EdgeStore | undefined;
  status: CaptureStatus = "idle";
  /** Why it failed, a sentence. */
  failure = "";
  /** Whether an ended capture stays, because its picture is paused. */
  held = false;

  private source: CaptureSource | undefined;
  private stops: (() => void)[] = [];
  private chosenByHand = false;
  /** Counts captures asked for: an answer to an older question is of no use. */
  private asked = 0;
  /** Edges received before the response to `capture`. */
  private early: Edges[] = [];
  private toldAt = 0;

  /** now: ms of any clock; changed: called when there is something new to show, with whether it is only edges. */
  constructor(
    private readonly now: () => number,
    private readonly changed: (edgesOnly: boolean) => void,
  ) {}

  connect(source: CaptureSource): void {
    this.disconnect();
    this.source = source;
    this.stops = [source.onEdges((edges) => this.take(edges)), source.onReset(() => this.reset())];
    this.begin();
  }

  disconnect(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    // The session is disconnected: nothing shows this failure.
    if (this.status === "running") this.source?.capture([]).catch(() => undefined);
    this.asked++;
    this.end();
    this.source = undefined;
  }

  pins() {
    return this.source?.pins() ?? [];
  }

  /** Shows these pins. Only pins that are not captured yet make a new capture. */
  choose(pins: string[]): void {
    this.chosen = pins.slice(0, MOST_CHANNELS);
    this.chosenByHand = true;
    const captured = this.status === "running" || this.status === "ended" ? this.store?.pins : undefined;
    if (this.chosen.every((pin) => captured?.includes(pin))) this.changed(false);
    else this.begin();
  }

  /** The time of the capture up to which the picture goes: that of the last edges received, or the clock if none come. */
  present(): number {
    const told = this.store?.until ?? 0;
    if (this.status !== "running") return told;
    return Math.max(told, told + (this.now() - this.toldAt) * 1e6 - STILL_AFTER);
  }

  /** Starts a new capture of the selected pins. */
  begin(): void {
    const number = ++this.asked;
    this.early = [];
    this.choosePresent();
    if (!this.source || this.chosen.length === 0) {
      this.end();
      return;
    }
    this.status = "starting";
    this.changed(false);
    this.source.capture(this.chosen).then(
      (capture) => {
        if (number !== this.asked || !capture) return;
        this.store = new EdgeStore(capture);
        this.status = "running";
        this.toldAt = this.now();
        for (const edges of this.early.splice(0)) this.take(edges);
        this.changed(false);
      },
      (error: unknown) => {
        if (number !== this.asked) return;
        this.status = "failed";
        this.failure = error instanceof Error ? error.message : String(error);
        this.changed(false);
      },
    );
  }

  private end(): void {
    this.status = this.store ? "ended" : "idle";
    this.changed(false);
  }

  private reset(): void {
    if (this.held && this.store) {
      this.asked++;
      this.end();
    } else {
      this.begin();
    }
  }

  /** Removes selected pins that the board no longer has, and uses the preferred ones until the user selects some. */
  private choosePresent(): void {
    const names = new Set(this.pins().map((pin) => pin.name));
    if (names.size === 0) return;
    this.chosen = this.chosen.filter((pin) => names.has(pin));
    if (this.chosen.length > 0 || this.chosenByHand) return;
    this.chosen = (this.source?.preferred() ?? []).filter((pin) => names.has(pin)).slice(0, MOST_CHANNELS);
  }

  private take(edges: Edges): void {
    if (this.status === "starting") this.early.push(edges);
    if (this.status !== "running" || edges.capture !== this.store?.capture) return;
    this.store.take(edges);
    this.toldAt = this.now();
    this.changed(true);
  }
}
