import type { Capture, Edges } from "../protocol/messages";
import { EdgeStore } from "./edge_store";
import { EdgeTrack } from "./edge_track";
import { STATE_NAMES } from "./state_code";

/** What tests build edges with. */

/** When captures of tests begin: not a round number, and more than 32 bits. */
export const BASE = 81_234_567_890_123;

/** An edge: ns since the capture began, channel, state. */
export type Record = [number, number, number];

export function captureOf(pins: string[], capture = 1, states: number[] = []): Capture {
  const state = (i: number) => STATE_NAMES[states[i] ?? 0] as "low" | "high" | "highz" | "conflict";
  return {
    capture,
    time: BASE,
    states: pins.map((pin, i) => ({ pin, direction: "in", state: state(i), time: BASE })),
  };
}

export function edgesOf(records: Record[], until: number, lost = 0, capture = 1): Edges {
  // Not at the start of its buffer, as what a decoder hands out.
  const bytes = new ArrayBuffer(records.length * 12 + 3);
  const view = new DataView(bytes, 3);
  records.forEach(([time, channel, state], i) => {
    view.setBigUint64(i * 12, BigInt(BASE) + BigInt(time), true);
    view.setUint16(i * 12 + 8, channel, true);
    view.setUint8(i * 12 + 10, state);
  });
  return { capture, until: BASE + until, lost, data: new Uint8Array(bytes, 3) };
}

export function storeOf(pins: string[], records: Record[], until: number): EdgeStore {
  const store = new EdgeStore(captureOf(pins));
  store.take(edgesOf(records, until));
  return store;
}

/** A channel that is low first and changes at these times, low to high and back; or to the states given. */
export function trackOf(times: number[], states?: number[]): EdgeTrack {
  const track = new EdgeTrack(0);
  times.forEach((time, i) => track.append(time, states ? states[i]! : (i + 1) % 2));
  return track;
}

/** Numbers that are the same in each run, in [0, 1). */
export function* random(seed: number): Generator<number, never> {
  for (;;) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    yield seed / 2 ** 32;
  }
}
