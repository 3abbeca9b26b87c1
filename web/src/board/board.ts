import { consume } from "@lit/context";
import { html, LitElement } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import "./pin_card";
import "./wokwi_elements";
import { listen, Subscriptions, type Unsubscribe } from "../lit/subscriptions";
import { benchContext } from "../model/bench_context";
import type { BenchModel } from "../model/bench_model";
import { HeldControls } from "../model/held_controls";
import type { Net } from "../protocol/messages";
import { BoardKeys } from "./board_keys";
import { boardStyles, handStyles, levelStyles } from "./board_styles";
import type { Point } from "./geometry";
import { Gestures } from "./gestures";
import type { PinCard } from "./pin_card";
import { MovingLayer } from "./moving_layer";
import { loadDrawings } from "./parts/catalog";
import { Scene } from "./scene";
import { toolbarStyles } from "./toolbar_styles";
import { centered, fitted, toBoard, toWindow, type Viewport, zoomed } from "./viewport";

const ZOOM_STEP = 1.25;
/** What fits is not hidden by it. */
const TOOLBAR_WIDTH = 44;
/** How near a pointer must be to a pin, in px of the window. */
const REACH = { mouse: 7, touch: 20 };
/** Not nearer than the pins of a chip are to each other. */
const REACH_ON_BOARD = 6;

/** The diagram: its parts, wires and pins, live, to look at and to operate. */
@customElement("pb-board")
export class Board extends LitElement {
  @consume({ context: benchContext, subscribe: true }) readonly model!: BenchModel;
  @query(".window") private window!: HTMLElement;
  @query("pb-pin-card") private card!: PinCard;
  @state() private view: Viewport = { x: 0, y: 0, scale: 1 };

  private scene: Scene | null = null;
  private held: HeldControls | null = null;
  private gestures!: Gestures;
  private readonly layer = new MovingLayer();
  /** How many draws were begun. */
  private draws = 0;
  private shownBoard: string | null = null;
  /** Whether the person has not moved the view: then it follows the window's size. */
  private fits = true;
  private readonly resize = new ResizeObserver(() => this.fits && this.fit());

  static override styles = [boardStyles, levelStyles, handStyles, toolbarStyles];

  constructor() {
    super();
    new Subscriptions(this, () => this.follow());
  }

  override firstUpdated(): void {
    this.gestures = new Gestures(this.window, {
      pan: (dx, dy) => this.move({ ...this.view, x: this.view.x + dx, y: this.view.y + dy }),
      zoom: (factor, at) => this.move(zoomed(this.view, factor, at)),
      tap: (at, event) => this.tapped(at, event),
    });
    this.window.addEventListener("pointermove", (event) => this.hover(event));
    this.window.addEventListener("pointerleave", () => this.hoverPin(null, null));
    this.card.addEventListener("pb-net", (event) => this.inspectNet((event as CustomEvent<Net | null>).detail));
  }

  override render() {
    return html`
      <div class="window" role="group" aria-label="Board"></div>
      <pb-pin-card hidden></pb-pin-card>
      <div class="toolbar" role="toolbar" aria-label="View of the board">
        <button title="Zoom in (+)" aria-label="Zoom in" @click=${() => this.zoomBy(ZOOM_STEP)}>+</button>
        <span aria-hidden="true">${Math.round(this.view.scale * 100)}%</span>
        <button title="Zoom out (-)" aria-label="Zoom out" @click=${() => this.zoomBy(1 / ZOOM_STEP)}>−</button>
        <button title="Fit the board into the window (0)" aria-label="Fit the board" @click=${() => this.fit()}>
          ⤢
        </button>
        <button title="List of all pins (P)" aria-label="List of all pins" @click=${() => this.openPins()}>☰</button>
      </div>
    `;
  }

  fit(): void {
    if (!this.scene || !this.clientWidth) return;
    this.look(fitted(this.scene.box, { width: this.clientWidth - TOOLBAR_WIDTH, height: this.clientHeight }));
    this.fits = true;
  }

  /** Brings a pin to the middle and opens its card. */
  showPin(name: string): void {
    const pin = this.model.pins.number(name);
    const place = pin === undefined ? undefined : this.scene?.place(pin);
    if (pin === undefined || !place) return;
    this.look(centered(this.view, place, { width: this.clientWidth, height: this.clientHeight }));
    this.openCard(pin, place);
  }

  private follow(): Unsubscribe[] {
    const held = (this.held ??= new HeldControls(this.model));
    const keys = new BoardKeys(() => this.scene?.hands ?? [], {
      zoomIn: () => this.zoomBy(ZOOM_STEP),
      zoomOut: () => this.zoomBy(1 / ZOOM_STEP),
      fit: () => this.fit(),
      pins: () => this.openPins(),
      escape: () => this.closeCard(),
    });
    this.resize.observe(this);
    void this.draw(held);
    return [
      this.model.onDiagram.add(() => void this.draw(held)),
      this.model.onLevels.add((changes) => this.scene?.levelsChanged(changes)),
      this.model.onPart.add((part) => this.scene?.partChanged(part)),
      // A page that is closed holds nothing any more.
      listen(window, "pagehide", () => held.releaseAll()),
      () => keys.stop(),
      () => this.resize.disconnect(),
      () => held.releaseAll(),
    ];
  }

  private async draw(held: HeldControls): Promise<void> {
    const turn = ++this.draws;
    await this.updateComplete;
    this.closeCard();
    held.releaseAll();
    this.scene?.remove();
    this.scene = null;
    const { diagram } = this.model;
    await loadDrawings(diagram.parts);
    // Another diagram arrived in the meantime, or the board was attached again: that draw continues, this one ends.
    if (turn !== this.draws) return;
    const scene = new Scene(this.model, held, (pins) => this.painted(pins));
    this.scene = scene;
    this.window.append(scene.world);
    await scene.complete();
    if (this.scene !== scene) return scene.remove();
    const { board } = diagram;
    if (board !== this.shownBoard || this.fits) this.fit();
    else this.look(this.view);
    this.shownBoard = board;
  }

  /** By a user who may continue. */
  private move(view: Viewport): void {
    if (this.scene) this.layer.moved(this.scene.world);
    this.look(view);
  }

  private look(view: Viewport): void {
    this.fits = false;
    this.view = view;
    const { x, y, scale } = view;
    if (this.scene) this.scene.world.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    const dots = scale < 0.35 ? 0 : 19.2 * scale;
    this.window.style.backgroundSize = `${dots}px ${dots}px`;
    this.window.style.backgroundPosition = `${x}px ${y}px`;
    this.moveCard();
  }

  private zoomBy(factor: number): void {
    this.look(zoomed(this.view, factor, { x: this.clientWidth / 2, y: this.clientHeight / 2 }));
  }

  private hover(event: PointerEvent): void {
    this.window.classList.toggle("dragging", this.gestures.dragging);
    if (this.gestures.dragging || event.pointerType !== "mouse" || this.card.open) return;
    const at = this.place(event);
    const pin = this.isZone(event) ? undefined : this.pinAt(at, event);
    this.window.classList.toggle("pointing", pin !== undefined);
    const shown = pin ?? wirePin(event);
    this.hoverPin(shown ?? null, at);
  }

  private tapped(at: Point, event: PointerEvent): void {
    const pin = this.pinAt(at, event) ?? wirePin(event);
    const place = pin === undefined ? undefined : this.scene?.place(pin);
    if (pin === undefined || !place) return this.closeCard();
    const near = Math.hypot(...Object.values(minus(toWindow(this.view, place), at)).map(Number)) < 2 * REACH.touch;
    this.openCard(pin, near ? place : toBoard(this.view, at));
  }

  /** A place of the board to show the card at, which then moves with it. */
  private cardAt: Point | null = null;

  private hoverPin(pin: number | null, at: Point | null): void {
    if (this.card.open) return;
    this.card.pin = pin;
    this.card.hidden = pin === null;
    this.cardAt = at && toBoard(this.view, at);
    if (pin === null) this.scene?.inspect([]);
    else this.scene?.inspect([pin]);
    this.moveCard();
  }

  private openCard(pin: number, place: Point): void {
    this.card.pin = pin;
    this.card.open = true;
    this.card.hidden = false;
    this.cardAt = place;
    this.scene?.inspect([pin]);
    void this.card.updateComplete.then(() => {
      this.moveCard();
      this.card.shadowRoot?.querySelector("button")?.focus({ preventScroll: true });
    });
  }

  private closeCard(): void {
    this.card.open = false;
    this.hoverPin(null, null);
  }

  private inspectNet(net: Net | null): void {
    if (!net || this.card.hidden) return;
    this.scene?.inspect(net.pins.flatMap((name) => this.model.pins.number(name) ?? []));
    void this.card.updateComplete.then(() => this.moveCard());
  }

  private painted(pins: Iterable<number>): void {
    const shown = this.card.pin;
    if (shown === null) return;
    for (const pin of pins) if (pin === shown) return this.card.refresh();
  }

  /** Beside its place, and within the window. */
  private moveCard(): void {
    if (!this.cardAt || this.card.hidden) return;
    const { x, y } = toWindow(this.view, this.cardAt);
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const left = x + 14 + width > this.clientWidth ? x - 14 - width : x + 14;
    const top = y + 14 + height > this.clientHeight ? y - 14 - height : y + 14;
    this.card.style.left = `${Math.max(8, Math.min(left, this.clientWidth - width - 8))}px`;
    this.card.style.top = `${Math.max(8, top)}px`;
  }

  private openPins(): void {
    const focused = this.shadowRoot?.activeElement?.closest<HTMLElement>(".hand")?.dataset["part"];
    this.dispatchEvent(new CustomEvent("pb-open-pins", { detail: focused }));
  }

  private pinAt(at: Point, event: PointerEvent): number | undefined {
    const reach = event.pointerType === "mouse" ? REACH.mouse : REACH.touch;
    return this.scene?.pinNear(toBoard(this.view, at), Math.max(reach / this.view.scale, REACH_ON_BOARD / 2));
  }

  private isZone(event: PointerEvent): boolean {
    return (event.target as Element).classList.contains("zone");
  }

  private place(event: PointerEvent): Point {
    const { left, top } = this.window.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}

/** The pin whose wire is under the pointer. */
function wirePin(event: PointerEvent): number | undefined {
  const wire = (event.target as Element).closest<SVGElement>("path[data-pin]");
  return wire ? Number(wire.dataset["pin"]) : undefined;
}

function minus(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}
