// @vitest-environment node
import { describe, expect, it } from "vitest";
import { countEdges, nearestEdge, neighbourEdge, pulseAt } from "./measure";
import { trackOf } from "./test_edges";

describe("countEdges", () => {
  const track = trackOf([10, 20, 30, 40]);

  it("counts the edge at its start and not the one at its end, whichever cursor comes first", () => {
    expect(countEdges(track, 10, 30)).toEqual({ edges: 2, exact: true });
    expect(countEdges(track, 30, 10)).toEqual({ edges: 2, exact: true });
    expect(countEdges(track, 0, 100).edges).toBe(4);
    expect(countEdges(track, 15, 15).edges).toBe(0);
  });

  it("is not exact where edges were lost, and does not count the borders of the gap", () => {
    const lost = trackOf([10, 20, 30, 40], [1, 4, 1, 0]);
    expect(countEdges(lost, 0, 100)).toEqual({ edges: 2, exact: false });
    expect(countEdges(lost, 25, 35)).toEqual({ edges: 0, exact: false });
    expect(countEdges(lost, 35, 100)).toEqual({ edges: 1, exact: true });
    expect(countEdges(lost, 0, 25)).toEqual({ edges: 1, exact: false });
  });
});

describe("pulseAt", () => {
  const track = trackOf([10, 15, 30, 35]);

  it("has the period that a time lies in, in its high part and in its low one", () => {
    expect(pulseAt(track, 12)).toEqual({ rise: 10, fall: 15, next: 30 });
    expect(pulseAt(track, 29)).toEqual({ rise: 10, fall: 15, next: 30 });
    expect(pulseAt(track, 30)).toEqual({ rise: 30, fall: 35, next: undefined });
  });

  it("has nothing before the first rise, and before the fall is received", () => {
    expect(pulseAt(track, 9)).toBeUndefined();
    expect(pulseAt(trackOf([10]), 12)).toBeUndefined();
  });

  it("counts what is not high as low", () => {
    expect(pulseAt(trackOf([10, 15, 20, 30], [1, 2, 0, 1]), 17)).toEqual({ rise: 10, fall: 15, next: 30 });
  });

  it("does not measure over a gap", () => {
    expect(pulseAt(trackOf([10, 15, 20, 30], [1, 4, 1, 0]), 12)).toBeUndefined();
    expect(pulseAt(trackOf([10, 15, 20, 30], [1, 0, 4, 1]), 12)?.next).toBeUndefined();
    expect(pulseAt(trackOf([10, 20], [4, 1]), 25)).toBeUndefined();
  });
});

describe("edges near a time", () => {
  const track = trackOf([100, 200]);

  it("snaps to the nearest one within reach", () => {
    expect(nearestEdge(track, 140, 50)).toBe(100);
    expect(nearestEdge(track, 160, 50)).toBe(200);
    expect(nearestEdge(track, 160, 30)).toBeUndefined();
    expect(nearestEdge(track, 200, 0)).toBe(200);
  });

  it("steps from edge to edge and not past the ends", () => {
    expect(neighbourEdge(track, 100, true)).toBe(200);
    expect(neighbourEdge(track, 200, true)).toBeUndefined();
    expect(neighbourEdge(track, 200, false)).toBe(100);
    expect(neighbourEdge(track, 100, false)).toBeUndefined();
  });
});
