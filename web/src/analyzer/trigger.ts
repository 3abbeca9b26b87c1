import type { EdgeTrack } from "./edge_track";
import { HIGH, LOW, UNKNOWN } from "./state_code";

export type TriggerKind = "rising" | "falling" | "either" | "high" | "low";
export type TriggerMode = "off" | "auto" | "normal" | "single";

export interface TriggerSettings {
  mode: TriggerMode;
  kind: TriggerKind;
  /** PART:PIN; empty: the first channel shown. */
  pin: string;
  /** Which part of the picture is before the trigger, 0 to 1. */
  position: number;
}

/** The times that a trigger needs: up to when edges were received, the present, and how much a picture shows after its trigger. */
export interface TriggerTimes {
  told: number;
  present: number;
  after: number;
}

/** A picture whose time after the trigger is shorter than this is shown when it is whole; a longer one fills up. */
const WAIT_FOR_WHOLE = 100e6;
/** Without a trigger for this long, `auto` shows the present. */
const AUTO_AFTER = 500e6;

/** Finds the moments at which a picture is taken, as an oscilloscope does: the next one comes after the last is whole. */
export class Trigger {
  /** The moment of the picture shown; undefined before the first. */
  fired: number | undefined;
  /** From here on it looks. */
  private armedFrom = 0;
  private armedAt = 0;

  /** Starts to wait for events from `time` on. */
  arm(time: number): void {
    this.fired = undefined;
    this.armedFrom = this.armedAt = time;
  }

  /** Whether `auto` should show the present, since nothing happens. */
  idle(present: number, after: number): boolean {
    return present - (this.fired ?? this.armedAt) > Math.max(AUTO_AFTER, 2 * after);
  }

  /** Reads the edges received so far. Returns whether it fired. */
  update(track: EdgeTrack, settings: TriggerSettings, { told, present, after }: TriggerTimes): boolean {
    const single = settings.mode === "single";
    if (single && this.fired !== undefined) return false;
    const latest = Math.min(told, present - (after <= WAIT_FOR_WHOLE ? after : 0));
    let found = false;
    while (this.armedFrom <= latest) {
      const time = nextMoment(track, settings.kind, this.armedFrom, latest);
      if (time === undefined) {
        // What was looked at once need not be again. The next moment may have the time of the latest edge.
        this.armedFrom = Math.max(this.armedFrom, latest);
        break;
      }
      this.fired = time;
      found = true;
      this.armedFrom = Math.max(time + after, skipped(latest, after), nextAfter(time));
      if (single) break;
    }
    return found;
  }
}

/** Skips pictures that are never shown, because a later one is complete already. */
function skipped(latest: number, after: number): number {
  return latest - 2 * after;
}

function nextAfter(time: number): number {
  return Math.floor(time) + 1;
}

/** The first moment in [from, to] that fits, if any. */
export function nextMoment(track: EdgeTrack, kind: TriggerKind, from: number, to: number): number | undefined {
  if ((kind === "high" || kind === "low") && from >= track.begin) {
    if (track.stateBefore(track.firstFrom(from)) === levelOf(kind)) return from;
  }
  for (let i = track.firstFrom(from); i < track.end; i++) {
    const time = track.time(i);
    if (time > to) return undefined;
    if (fits(kind, track.stateBefore(i), track.state(i))) return time;
  }
  return undefined;
}

function levelOf(kind: TriggerKind): number {
  return kind === "high" ? HIGH : LOW;
}

/** An edge from an unknown level does not count as an edge; a level always counts. */
function fits(kind: TriggerKind, before: number, after: number): boolean {
  if (kind === "high" || kind === "low") return after === levelOf(kind);
  if (before === UNKNOWN || after === UNKNOWN) return false;
  if (kind === "either") return true;
  return after === (kind === "rising" ? HIGH : LOW);
}
