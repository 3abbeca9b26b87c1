// @vitest-environment node
import { describe, expect, it } from "vitest";
import { EdgeStore } from "./edge_store";
import { CHUNK } from "./edge_track";
import { UNKNOWN } from "./state_code";
import { BASE, captureOf, edgesOf, storeOf } from "./test_edges";

describe("EdgeStore", () => {
  it("has the levels of the capture's start and every edge to the ns", () => {
    const store = new EdgeStore(captureOf(["vm:1", "vm:2"], 5, [1, 2]));
    store.take(
      edgesOf(
        [
          [1, 0, 0],
          [4_294_967_297, 1, 3],
        ],
        5e9,
      ),
    );
    expect(store.tracks.map((track) => track.before)).toEqual([1, 2]);
    expect(store.track("vm:1")!.time(0)).toBe(1);
    expect(store.track("vm:2")!.time(0)).toBe(4_294_967_297);
    expect(store.track("vm:2")!.state(0)).toBe(3);
    expect(store.until).toBe(5e9);
    expect(store.track("vm:3")).toBeUndefined();
  });

  it("reports its times in ns of the program, also where a number no longer can", () => {
    expect(storeOf(["a"], [], 0).absolute(877)).toBe(BigInt(BASE) + 877n);
  });

  it("takes a record of the same state, and one of a channel that is not there, for no edge", () => {
    const store = storeOf(
      ["a"],
      [
        [10, 0, 0],
        [20, 0, 1],
        [30, 0, 1],
        [40, 9, 1],
      ],
      100,
    );
    expect(store.tracks[0]!.end).toBe(1);
  });

  it("does not know the levels from when edges were lost, until the next edge of each channel", () => {
    const store = storeOf(["a", "b"], [[10, 0, 1]], 100);
    store.take(edgesOf([[300, 0, 1]], 400, 7));
    expect(store.gaps).toEqual([{ from: 100, to: 300, count: 7 }]);
    const [a, b] = store.tracks as [(typeof store.tracks)[0], (typeof store.tracks)[0]];
    expect([99, 100, 299, 300].map((time) => a.stateAt(time))).toEqual([1, UNKNOWN, UNKNOWN, 1]);
    expect(b.stateAt(400)).toBe(UNKNOWN);
  });

  it("joins gaps that follow each other, and counts all that is lost", () => {
    const store = storeOf(["a"], [], 100);
    store.take(edgesOf([], 200, 3));
    store.take(edgesOf([[250, 0, 1]], 300, 4));
    store.take(edgesOf([[450, 0, 1]], 500, 1));
    expect(store.gaps).toEqual([
      { from: 100, to: 250, count: 7 },
      { from: 300, to: 450, count: 1 },
    ]);
    expect(store.lost).toBe(8);
  });

  it("drops the oldest edges of all channels when memory is full, and counts them", () => {
    const store = new EdgeStore(captureOf(["fast", "slow"]), 4 * CHUNK);
    store.take(edgesOf([[1, 1, 1]], 1));
    for (let i = 0; i < 6 * CHUNK; i++) store.take(edgesOf([[10 + i, 0, (i + 1) % 2]], 10 + i));
    const [fast, slow] = store.tracks as [(typeof store.tracks)[0], (typeof store.tracks)[0]];
    expect(store.dropped).toBe(3 * CHUNK);
    expect([fast.first, fast.end]).toEqual([3 * CHUNK, 6 * CHUNK]);
    expect(fast.begin).toBe(10 + 3 * CHUNK - 1);
    expect(slow.stateAt(1)).toBe(1);
    expect(fast.chunkCount + slow.chunkCount).toBe(4);
  });
});
