// @vitest-environment node
import { describe, expect, it } from "vitest";
import { CHUNK, EdgeTrack } from "./edge_track";
import { random, trackOf } from "./test_edges";

/** Edges of the states 0, 1, 2 now and then, over several chunks; some at the same time. */
function longTrack(count: number): { track: EdgeTrack; times: number[]; states: number[] } {
  const dice = random(7);
  const next = () => dice.next().value;
  const track = new EdgeTrack(0);
  const [times, states]: [number[], number[]] = [[], []];
  let [time, state] = [0, 0];
  for (let i = 0; i < count; i++) {
    time += Math.floor(next() * 4);
    state = (state + (next() < 0.001 ? 2 : 1)) % (next() < 0.01 ? 3 : 2);
    if (state === (states.at(-1) ?? 0)) state = 1 - Math.min(state, 1);
    times.push(time);
    states.push(state);
    track.append(time, state);
  }
  return { track, times, states };
}

describe("EdgeTrack", () => {
  it("knows the level before, at, and after its edges", () => {
    const track = trackOf([10, 20]);
    expect([0, 9, 10, 19, 20, 99].map((time) => track.stateAt(time))).toEqual([0, 0, 1, 1, 0, 0]);
    expect(track.present).toBe(0);
  });

  it("finds edges by time as a walk over all of them does, from wherever it begins", () => {
    const { track, times } = longTrack(3 * CHUNK + 100);
    const last = times.at(-1)!;
    for (const time of [-1, 0, 1, 777, 8000, Math.floor(last / 2), last, last + 1]) {
      const from = times.findIndex((t) => t >= time);
      const after = times.findIndex((t) => t > time);
      const expected = from < 0 ? times.length : from;
      expect(track.firstFrom(time)).toBe(expected);
      expect(track.firstAfter(time)).toBe(after < 0 ? times.length : after);
      for (const hint of [1, 5, 4096, 9000]) {
        if (hint <= expected) expect(track.firstFrom(time, expected - hint)).toBe(expected);
      }
    }
  });

  it("finds the set of states of any range of edges, and how many lead to one", () => {
    const { track, states } = longTrack(3 * CHUNK + 100);
    const dice = random(3);
    for (let n = 0; n < 300; n++) {
      const i = Math.floor(dice.next().value * states.length);
      const j = Math.min(states.length, i + Math.floor(dice.next().value ** 4 * states.length));
      const range = states.slice(i, j);
      expect(track.touched(i, j, 0)).toBe(range.reduce((set, state) => set | (1 << state), 0));
      expect(track.countOf(2, i, j)).toBe(range.filter((state) => state === 2).length);
    }
  });

  it("keeps numbers and levels of its edges when the oldest are dropped", () => {
    const { track, times, states } = longTrack(2 * CHUNK + 5);
    expect(track.dropChunk()).toBe(CHUNK);
    expect([track.first, track.end]).toEqual([CHUNK, 2 * CHUNK + 5]);
    expect(track.begin).toBe(times[CHUNK - 1]);
    expect(track.stateBefore(CHUNK)).toBe(states[CHUNK - 1]);
    expect(track.time(CHUNK)).toBe(times[CHUNK]);
    expect(track.firstFrom(0)).toBe(CHUNK);
  });

  it("uses a dropped chunk again without what was in it", () => {
    const track = new EdgeTrack(0);
    for (let i = 0; i < CHUNK; i++) track.append(i, i % 2 ? 0 : 3);
    track.dropChunk();
    for (let i = 0; i < CHUNK; i++) track.append(CHUNK + i, (i + 1) % 2);
    expect(track.touched(CHUNK, 2 * CHUNK, 0)).toBe(0b11);
  });
});
