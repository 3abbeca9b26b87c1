// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { FakeSource } from "./fake_source";
import { pressKey } from "./keys";
import { Scope } from "./scope";
import { edgesOf, type Record } from "./test_edges";

const MS = 1e6;
let source: FakeSource;
let scope: Scope;

/** A scope of 100 px for 100 ms, with two channels. */
beforeEach(async () => {
  source = new FakeSource();
  source.preferredPins = ["vm:1", "vm:2"];
  scope = new Scope(
    () => 0,
    () => undefined,
  );
  Object.assign(scope.viewport, { width: 100, nsPerPx: MS });
  scope.session.connect(source);
  await source.begin(1);
});

function tell(records: Record[], until: number): void {
  source.tell(edgesOf(records, until));
  scope.update();
}

function key(name: string, more: Partial<KeyboardEvent> = {}, x?: number): string | undefined {
  return pressKey(scope, { key: name, ...more } as KeyboardEvent, x);
}

describe("Scope", () => {
  it("fills its first picture from the left and then follows the present", () => {
    tell([], 30 * MS);
    expect(scope.viewport.start).toBe(0);
    tell([], 150 * MS);
    expect(scope.viewport.end).toBe(150 * MS);
  });

  it("stays where it is moved to, until it is to follow again", () => {
    tell([], 500 * MS);
    scope.pan(-50);
    tell([], 600 * MS);
    expect(scope.viewport.end).toBe(450 * MS);
    expect(scope.until).toBe(600 * MS);
    scope.follow();
    scope.update();
    expect(scope.viewport.end).toBe(600 * MS);
  });

  it("draws nothing new while it is paused, and has all of it afterwards", () => {
    tell([], 100 * MS);
    scope.pause();
    tell([[150 * MS, 0, 1]], 200 * MS);
    expect([scope.until, scope.viewport.end]).toEqual([100 * MS, 100 * MS]);
    scope.follow();
    scope.update();
    expect(scope.until).toBe(200 * MS);
    expect(scope.tracks[0]!.stateAt(160 * MS)).toBe(1);
  });

  it("keeps a paused picture over a lost connection, and begins anew when it follows", async () => {
    tell([[50 * MS, 0, 1]], 100 * MS);
    scope.pause();
    source.reset();
    expect(scope.tracks[0]!.end).toBe(1);
    scope.follow();
    await source.begin(1);
    expect(scope.tracks[0]!.end).toBe(0);
    expect(scope.mode).toBe("follow");
  });

  it("keeps the present at the right while it follows and zooms", () => {
    tell([], 500 * MS);
    scope.zoom(0.5, 10);
    expect(scope.viewport.end).toBe(500 * MS);
    scope.pan(-1);
    const time = scope.viewport.timeAt(10);
    scope.zoom(0.5, 10);
    expect(scope.viewport.timeAt(10)).toBe(time);
  });

  it("shows the trigger's moment at its place in the picture, and stops after a single one", () => {
    scope.setTrigger({ mode: "single", kind: "falling", pin: "vm:2", position: 0.2 });
    tell(
      [
        [300 * MS, 1, 1],
        [310 * MS, 1, 0],
        [500 * MS, 1, 1],
        [510 * MS, 1, 0],
      ],
      800 * MS,
    );
    expect(scope.viewport.start).toBe(290 * MS);
    expect(scope.mode).toBe("stand");
    tell([], 5000 * MS);
    expect(scope.viewport.start).toBe(290 * MS);
  });

  it("shows the present in auto when no trigger comes, and stays where it is in normal", () => {
    scope.setTrigger({ mode: "auto" });
    tell([], 2000 * MS);
    expect(scope.viewport.end).toBe(2000 * MS);
    scope.setTrigger({ mode: "normal" });
    tell([], 3000 * MS);
    expect(scope.viewport.end).toBe(2000 * MS);
  });

  it("puts A, then B, and then moves the last one; both go with their capture", async () => {
    for (const time of [10, 20, 30]) scope.placeNext(time);
    expect(scope.cursors).toEqual({ a: 10, b: 30 });
    source.reset();
    await source.begin(2);
    expect(scope.cursors).toEqual({});
  });

  it("snaps to an edge of the channel that is pointed at, and on the ruler of any", () => {
    tell(
      [
        [50 * MS, 0, 1],
        [53 * MS, 1, 1],
      ],
      100 * MS,
    );
    expect(scope.snap(52 * MS, 0, 8)).toBe(50 * MS);
    expect(scope.snap(52 * MS, undefined, 8)).toBe(53 * MS);
    expect(scope.snap(70 * MS, 0, 8)).toBe(70 * MS);
  });

  it("counts edges between the cursors for each channel", () => {
    tell(
      [
        [10, 0, 1],
        [20, 0, 0],
        [30, 1, 1],
      ],
      100,
    );
    expect(scope.counts()).toEqual([]);
    scope.setCursor("a", 0);
    scope.setCursor("b", 25);
    expect(scope.counts().map((count) => count?.edges)).toEqual([2, 0]);
  });

  it("does not pan to where nothing is", () => {
    tell([], 500 * MS);
    scope.pan(-1e9);
    expect(scope.viewport.end).toBeGreaterThan(0);
    scope.pan(1e9);
    expect(scope.viewport.start).toBeLessThan(500 * MS);
  });
});

describe("keys", () => {
  it("walk a cursor from edge to edge of the selected channel", () => {
    tell(
      [
        [10 * MS, 1, 1],
        [20 * MS, 1, 0],
        [30 * MS, 0, 1],
      ],
      100 * MS,
    );
    expect(key("ArrowDown")).toBe("vm:2");
    expect(key("a", {}, 1)).toContain("cursor A");
    expect(key(".")).toContain("vm:2 high");
    expect(scope.cursors.a).toBe(10 * MS);
    key(".");
    key(".");
    expect(scope.cursors.a).toBe(20 * MS);
    key("b", {}, 60);
    key(",");
    expect(scope.cursors).toEqual({ a: 20 * MS, b: 20 * MS });
    key("Escape");
    expect(scope.cursors).toEqual({});
  });

  it("move and remove channels without a new capture", () => {
    expect(key("ArrowDown", { altKey: true })).toBe("vm:1 is channel 2");
    expect(scope.session.chosen).toEqual(["vm:2", "vm:1"]);
    key("ArrowDown", { altKey: true });
    key("Delete");
    expect(scope.session.chosen).toEqual(["vm:2"]);
    expect(source.asked.length).toBe(1);
  });

  it("zoom, pan, pause and follow", () => {
    tell([], 500 * MS);
    key("+");
    expect(scope.viewport.span).toBe(50 * MS);
    key("ArrowLeft", { shiftKey: true });
    expect(scope.viewport.end).toBe(475 * MS);
    expect(key(" ")).toBe("paused");
    expect(scope.mode).toBe("paused");
    key("End");
    expect(scope.mode).toBe("follow");
    key("Home");
    expect(scope.viewport.timeAt(0)).toBeCloseTo(-MS, -6);
  });

  it("leave keys alone that mean nothing here, and those of the browser", () => {
    expect(key("x")).toBeUndefined();
    expect(key("f", { ctrlKey: true })).toBeUndefined();
    expect(key("Escape")).toBeUndefined();
  });
});
