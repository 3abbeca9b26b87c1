import type { Connection, Status } from "../protocol/connection";
import type { Bounce, Controls, ControlValue, Diagram, Net, PartState, View } from "../protocol/messages";
import { drawablePart, standOf } from "./drawable";
import { Listeners } from "./listeners";
import { type PinChanges, PinTable } from "./pin_table";

/** The values of a part's controls, and its visible state. */
export interface PartStand {
  controls: Controls;
  shows: Controls;
}

const EMPTY: Diagram = { board: "", parts: [], wires: [] };

/** The bench as this page knows it: kept up to date while there is a connection, and as it was last while not. */
export class BenchModel {
  diagram: Diagram = EMPTY;
  pins = new PinTable([]);
  bounce: Bounce = { mode: "parts", longest: 0 };

  /** Another diagram is on the board. */
  readonly onDiagram = new Listeners<Diagram>();
  readonly onLevels = new Listeners<PinChanges>();
  /** With the part's name. */
  readonly onPart = new Listeners<string>();
  readonly onBounce = new Listeners<Bounce>();
  readonly onStatus = new Listeners<Status>();
  /** A new view came after the connection was lost, or for another board: captures are gone. */
  readonly onReset = new Listeners<void>();
  /** These pins came into conflict; it may be over before a level shows it. */
  readonly onConflict = new Listeners<string[]>();
  /** Error messages for users. */
  readonly onTrouble = new Listeners<string>();

  private readonly stands = new Map<string, PartStand>();
  private outline = "";

  constructor(private readonly connection: Connection) {
    connection.onStatus((status) => this.statusIs(status));
    connection.on("view", (view) => this.take(view));
    connection.on("levels", (levels) => this.onLevels.tell(this.pins.apply(levels.pins)));
    connection.on("part", (part) => this.takePart(part));
    connection.on("bounce", (bounce) => this.takeBounce(bounce));
    connection.on("conflict", ({ pins }) => this.onConflict.tell(pins));
    connection.on("oscillation", ({ pins }) =>
      this.onTrouble.tell(
        `Oscillation: parts drive each other in a loop at ${pins.join(", ")}. Break this loop of wires.`,
      ),
    );
    connection.on("error", ({ message }) => this.onTrouble.tell(message));
    connection.on("lagged", ({ message }) => this.onTrouble.tell(message));
  }

  get status(): Status {
    return this.connection.status;
  }

  stand(part: string): PartStand {
    return this.stands.get(part) ?? { controls: {}, shows: {} };
  }

  async control(part: string, name: string, value: ControlValue): Promise<void> {
    this.takePart(await this.connection.call("control", part, name, value));
  }

  /** Drives a pin by hand; "z" releases it. */
  async drive(pin: string, state: "0" | "1" | "z"): Promise<void> {
    await this.connection.call("set", { pin, state });
  }

  net(pin: string): Promise<Net> {
    return this.connection.call("net", pin);
  }

  async setBounce(bounce: Bounce): Promise<void> {
    this.takeBounce(await this.connection.call("bounce", bounce.mode, bounce.longest));
  }

  /** For a promise whose failure a person should read. */
  report(work: Promise<unknown>): void {
    work.catch((error: Error) => this.onTrouble.tell(error.message));
  }

  private statusIs(status: Status): void {
    this.onStatus.tell(status);
    if (status.state === "open") this.report(this.connection.call("view").then((view) => this.take(view)));
  }

  private take(view: View): void {
    this.stands.clear();
    const diagram = { ...view.diagram, parts: view.diagram.parts.map(drawablePart) };
    for (const { part, controls, shows } of diagram.parts) this.stands.set(part, { controls, shows });
    // What is drawn stays where only levels differ, so that a connection that comes back moves nothing.
    const outline = outlineOf(diagram);
    const other = outline !== this.outline;
    this.outline = outline;
    this.diagram = diagram;
    if (other) this.pins = new PinTable(diagram.parts);
    this.pins.setAll(view.pins);
    this.takeBounce(view.bounce);
    if (other) this.onDiagram.tell(diagram);
    for (const { part } of diagram.parts) this.onPart.tell(part);
    this.onLevels.tell({ changed: [...this.pins.names.keys()], busy: [] });
    this.onReset.tell();
  }

  private takePart(state: PartState): void {
    const { part } = state;
    if (!this.stands.has(part)) return;
    this.stands.set(part, standOf(state));
    this.onPart.tell(part);
  }

  private takeBounce(bounce: Bounce): void {
    this.bounce = bounce;
    this.onBounce.tell(bounce);
  }
}

/** All of a diagram that is drawn once. */
function outlineOf({ board, parts, wires }: Diagram): string {
  return JSON.stringify([board, parts.map(({ controls: _, shows: __, ...rest }) => rest), wires]);
}
