// @vitest-environment node
import { describe, expect, it } from "vitest";
import { decimate } from "./decimate";
import { CHUNK, EdgeTrack } from "./edge_track";
import { CONFLICT } from "./state_code";
import { random, trackOf } from "./test_edges";

const LOW = 0b01;
const HIGH = 0b10;
const BOTH = 0b11;

function columns(track: EdgeTrack, start: number, step: number, count: number, until = Infinity): number[] {
  const out = new Uint8Array(count).fill(255);
  decimate(track, start, step, until, out);
  return [...out];
}

/** The same by looking at each edge for each column. */
function slowColumns(track: EdgeTrack, start: number, step: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => {
    let set = 0;
    let entered = track.before;
    for (let i = track.first; i < track.end; i++) {
      const column = Math.floor((track.time(i) - start) / step);
      if (column < k) entered = track.state(i);
      if (column === k) set |= 1 << track.state(i);
    }
    return set | (1 << entered);
  });
}

describe("decimate", () => {
  it("shows a level as one state and an edge as two", () => {
    expect(columns(trackOf([25, 55]), 0, 10, 8)).toEqual([LOW, LOW, BOTH, HIGH, HIGH, BOTH, LOW, LOW]);
  });

  it("counts an edge at a column's border to the later one", () => {
    expect(columns(trackOf([20]), 0, 10, 4)).toEqual([LOW, LOW, BOTH, HIGH]);
    expect(columns(trackOf([20]), 20, 10, 2)).toEqual([BOTH, HIGH]);
  });

  it("shows a pulse of 1 ns in a picture of an hour, and one of no width", () => {
    const hour = 3600e9;
    expect(columns(trackOf([hour / 2 + 5, hour / 2 + 6]), 0, hour / 1000, 1000)[500]).toBe(BOTH);
    expect(columns(trackOf([15, 15]), 0, 10, 3)).toEqual([LOW, BOTH, LOW]);
  });

  it("shows a conflict of 1 ns among 100,000 other edges in one column", () => {
    const track = new EdgeTrack(0);
    for (let i = 0; i < 100_000; i++) track.append(i * 10, (i + 1) % 2);
    track.append(1_000_000, CONFLICT);
    track.append(1_000_001, 0);
    for (let i = 1; i < 50_000; i++) track.append(1_000_001 + i * 10, i % 2);
    expect(columns(track, 0, 1e9, 1)[0]! & (1 << CONFLICT)).toBeTruthy();
  });

  it("shows nothing before what is kept and after what was received", () => {
    expect(columns(trackOf([5]), -20, 10, 6, 25)).toEqual([0, 0, BOTH, HIGH, HIGH, 0]);
    const track = new EdgeTrack(0);
    for (let i = 1; i <= CHUNK + 1; i++) track.append(i * 10, i % 2);
    track.dropChunk();
    expect(columns(track, (CHUNK - 2) * 10, 10, 5)).toEqual([0, 0, LOW, BOTH, HIGH]);
  });

  it("agrees with a look at every edge, for any picture", () => {
    const dice = random(11);
    const next = () => dice.next().value;
    for (let n = 0; n < 60; n++) {
      const track = new EdgeTrack(0);
      let time = 0;
      for (let i = 0; i < 500; i++) {
        time += Math.floor(next() ** 6 * 5000);
        track.append(time, (track.present + 1 + Math.floor(next() * 3)) % 4);
      }
      const start = Math.floor((next() - 0.1) * time);
      const step = 0.3 + next() ** 4 * 5000;
      const known = Math.max(0, Math.floor((0 - start) / step));
      const expected = slowColumns(track, start, step, 50).map((set, k) => (k < known ? 0 : set));
      expect(columns(track, start, step, 50)).toEqual(expected);
    }
  });

  it("looks at few of many edges", () => {
    const track = new EdgeTrack(0);
    for (let i = 0; i < 1_000_000; i++) track.append(i, (i + 1) % 2);
    let looks = 0;
    const time = track.time.bind(track);
    track.time = (i) => (looks++, time(i));
    columns(track, 0, 1000, 1000);
    expect(looks).toBeLessThan(1000 * 50);
  });
});
