import type { EdgeStore } from "./edge_store";
import type { EdgeTrack } from "./edge_track";
import { CaptureSession } from "./capture_session";
import { countEdges, type EdgeCount, nearestEdge, neighbourEdge } from "./measure";
import { Trigger, type TriggerSettings } from "./trigger";
import { Viewport } from "./viewport";

/** follow: the picture moves with the present or with the trigger; stand: it stays; paused: it stays and nothing new is drawn. */
export type Mode = "follow" | "stand" | "paused";
export type CursorName = "a" | "b";

/** What the analyzer shows and how a person moves it, without anything that is drawn. */
export class Scope {
  readonly viewport = new Viewport();
  readonly session: CaptureSession;
  readonly trigger = new Trigger();
  mode: Mode = "follow";
  settings: TriggerSettings = { mode: "off", kind: "rising", pin: "", position: 0.25 };
  cursors: Partial<Record<CursorName, number>> = {};
  /** The cursor that a click or a key moves. */
  active: CursorName = "a";
  /** The channel that keys act on, by its place in `chosen`. */
  selected = 0;

  private pausedAt = 0;
  private store: EdgeStore | undefined;

  constructor(
    now: () => number,
    private readonly changed: (edgesOnly: boolean) => void,
  ) {
    this.session = new CaptureSession(now, (edgesOnly) => {
      this.notice();
      changed(edgesOnly);
    });
  }

  get tracks(): (EdgeTrack | undefined)[] {
    return this.session.chosen.map((pin) => this.session.store?.track(pin));
  }

  /** To here levels are drawn. */
  get until(): number {
    return this.mode === "paused" ? this.pausedAt : this.session.present();
  }

  get triggerPin(): string {
    const { chosen } = this.session;
    return chosen.includes(this.settings.pin) ? this.settings.pin : (chosen[0] ?? "");
  }

  /** Moves the picture to where it belongs now. */
  update(): void {
    if (this.mode !== "follow") return;
    const present = this.session.present();
    if (this.settings.mode === "off") this.showPresent(present);
    else this.followTrigger(present);
  }

  pause(): void {
    if (this.mode === "paused") return;
    this.pausedAt = this.session.present();
    this.mode = "paused";
    this.session.held = true;
    this.changed(false);
  }

  /** Goes on to follow the present, or to wait for the trigger from now on. */
  follow(): void {
    this.mode = "follow";
    this.session.held = false;
    this.arm();
    if (this.session.status === "ended") this.session.begin();
    this.changed(false);
  }

  setTrigger(settings: Partial<TriggerSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.arm();
    if (this.mode === "stand") this.mode = "follow";
    this.changed(false);
  }

  zoom(factor: number, x?: number): void {
    // While the picture moves by itself, the reference of its movement stays in place.
    const part = this.settings.mode === "off" || this.trigger.fired === undefined ? 1 : this.settings.position;
    const anchor = this.mode === "follow" ? part * this.viewport.width : (x ?? this.viewport.width / 2);
    this.viewport.zoomAt(anchor, factor);
    this.changed(false);
  }

  /** When the user moves the picture, it stops moving by itself. */
  pan(px: number): void {
    if (this.mode === "follow") this.mode = "stand";
    this.viewport.panBy(px);
    const { span } = this.viewport;
    const latest = Math.max(0, this.until - 0.1 * span);
    this.viewport.start = Math.min(Math.max(this.viewport.start, -0.9 * span), latest);
    this.changed(false);
  }

  show(from: number, to: number): void {
    if (this.mode === "follow") this.mode = "stand";
    this.viewport.show(from, to);
    this.changed(false);
  }

  /** Shows all that is kept. */
  fit(): void {
    const begins = this.tracks.flatMap((track) => (track ? [track.begin] : []));
    if (begins.length > 0) this.show(Math.min(...begins), this.until);
  }

  select(row: number): void {
    this.selected = row;
    this.changed(false);
  }

  /** Changes the order of the channels. */
  move(from: number, to: number): void {
    const chosen = [...this.session.chosen];
    const [pin] = chosen.splice(from, 1);
    if (pin === undefined || to < 0 || to > chosen.length) return;
    chosen.splice(to, 0, pin);
    this.selected = to;
    this.session.choose(chosen);
  }

  /** Places a cursor at a time, or removes it. */
  setCursor(name: CursorName, time: number | undefined): void {
    if (time === undefined) delete this.cursors[name];
    else this.cursors[name] = Math.round(time);
    this.active = name;
    this.changed(false);
  }

  /** As a click does: first A, then B, and then whichever was moved last. */
  placeNext(time: number): void {
    if (this.cursors.a === undefined) this.setCursor("a", time);
    else if (this.cursors.b === undefined) this.setCursor("b", time);
    else this.setCursor(this.active, time);
  }

  /** Moves the active cursor to the next edge of the selected channel; a new one begins in the picture's middle. */
  stepCursor(forward: boolean): void {
    const track = this.tracks[this.selected];
    const from = this.cursors[this.active] ?? this.viewport.timeAt(this.viewport.width / 2);
    const time = track && neighbourEdge(track, from, forward);
    if (time === undefined || time > this.until) return;
    this.setCursor(this.active, time);
    this.reveal(time);
  }

  /** Brings a time into the picture. */
  reveal(time: number): void {
    const x = this.viewport.xOf(time);
    if (x >= 0 && x <= this.viewport.width) return;
    this.pan(x - this.viewport.width / 2);
  }

  /** The edge that a point of the picture means: one of its channel within reach, else of any; else the point itself. */
  snap(time: number, row: number | undefined, reachPx: number): number {
    const reach = reachPx * this.viewport.nsPerPx;
    const near = (track: EdgeTrack | undefined) => track && nearestEdge(track, time, reach);
    if (row !== undefined) return near(this.tracks[row]) ?? time;
    const found = this.tracks.flatMap((track) => near(track) ?? []);
    return found.sort((a, b) => Math.abs(a - time) - Math.abs(b - time))[0] ?? time;
  }

  /** How many edges of each channel lie between the cursors. */
  counts(): (EdgeCount | undefined)[] {
    const { a, b } = this.cursors;
    if (a === undefined || b === undefined) return [];
    return this.tracks.map((track) => track && countEdges(track, a, b));
  }

  private showPresent(present: number): void {
    // The first picture fills from its left.
    this.viewport.place(Math.max(present, this.viewport.span), 1);
  }

  private followTrigger(present: number): void {
    const { store } = this.session;
    const track = store?.track(this.triggerPin);
    if (!store || !track) return;
    const { position, mode } = this.settings;
    const after = (1 - position) * this.viewport.span;
    this.trigger.update(track, this.settings, { told: store.until, present, after });
    if (mode === "auto" && this.trigger.idle(present, after)) this.showPresent(present);
    else if (this.trigger.fired !== undefined) this.viewport.place(this.trigger.fired, position);
    if (mode === "single" && this.trigger.fired !== undefined) this.mode = "stand";
  }

  private arm(): void {
    this.trigger.arm(this.session.store?.until ?? 0);
  }

  /** A new capture starts its time at 0, so measurements of the last one are meaningless in it. */
  private notice(): void {
    this.selected = Math.min(this.selected, Math.max(0, this.session.chosen.length - 1));
    if (this.store === this.session.store) return;
    this.store = this.session.store;
    this.cursors = {};
    this.active = "a";
    if (this.mode !== "follow") this.mode = "follow";
    this.session.held = false;
    this.arm();
  }
}
