// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { CaptureSession } from "./capture_session";
import { FakeSource } from "./fake_source";
import { edgesOf } from "./test_edges";

let source: FakeSource;
let session: CaptureSession;
let now: number;
let changes: boolean[];

beforeEach(() => {
  source = new FakeSource();
  now = 1000;
  changes = [];
  session = new CaptureSession(
    () => now,
    (edgesOnly) => changes.push(edgesOnly),
  );
});

describe("CaptureSession", () => {
  it("captures the preferred pins at first", async () => {
    session.connect(source);
    expect(source.asked).toEqual([["vm:1"]]);
    expect(session.status).toBe("starting");
    await source.begin(4);
    expect(session.status).toBe("running");
    expect(session.store!.capture).toBe(4);
  });

  it("keeps edges that arrive before the answer, and ignores those of other captures", async () => {
    session.connect(source);
    source.tell(edgesOf([[10, 0, 1]], 20, 0, 4));
    source.tell(edgesOf([[11, 0, 0]], 20, 0, 3));
    await source.begin(4);
    source.tell(edgesOf([[30, 0, 0]], 40, 0, 4));
    source.tell(edgesOf([[31, 0, 1]], 41, 0, 3));
    expect(session.store!.tracks[0]!.end).toBe(2);
    expect(session.store!.until).toBe(40);
    expect(changes.at(-1)).toBe(true);
  });

  it("takes only the answer to what it asked last", async () => {
    session.connect(source);
    session.choose(["vm:1", "vm:2"]);
    await source.begin(1, 0);
    expect(session.store).toBeUndefined();
    await source.begin(2, 1);
    expect(session.store!.pins).toEqual(["vm:1", "vm:2"]);
  });

  it("begins no new capture for another order, for fewer pins, and for those that are captured still", async () => {
    session.connect(source);
    session.choose(["vm:1", "vm:2"]);
    await source.begin(1);
    session.choose(["vm:2", "vm:1"]);
    session.choose(["vm:2"]);
    session.choose(["vm:1", "vm:2"]);
    expect(source.asked.length).toBe(2);
    session.choose(["vm:1", "led0:A"]);
    expect(source.asked.at(-1)).toEqual(["vm:1", "led0:A"]);
  });

  it("says why a capture was refused, and begins again after a reset", async () => {
    session.connect(source);
    await source.refuse("Connection lost.");
    expect([session.status, session.failure]).toEqual(["failed", "Connection lost."]);
    source.reset();
    await source.begin(1);
    expect(session.status).toBe("running");
  });

  it("drops pins that another board does not have, and does not bring back what a person took away", async () => {
    session.connect(source);
    session.choose(["vm:2", "led0:A"]);
    source.offered = [
      { name: "vm:1", label: "" },
      { name: "vm:2", label: "" },
    ];
    source.reset();
    expect(source.asked.at(-1)).toEqual(["vm:2"]);
    session.choose([]);
    source.reset();
    expect(session.chosen).toEqual([]);
    expect(session.status).toBe("idle");
  });

  it("waits for pins when the board is not known yet", () => {
    source.offered = [];
    session.connect(source);
    expect(source.asked).toEqual([]);
    source.offered = [{ name: "vm:1", label: "" }];
    source.reset();
    expect(source.asked).toEqual([["vm:1"]]);
  });

  it("keeps what is held when the connection is lost", async () => {
    session.connect(source);
    await source.begin(1);
    session.held = true;
    source.reset();
    expect(session.status).toBe("ended");
    expect(source.asked.length).toBe(1);
  });

  it("lets time go on when no edges come, and stop when the capture is over", async () => {
    session.connect(source);
    await source.begin(1);
    source.tell(edgesOf([], 5e6));
    expect(session.present()).toBe(5e6);
    now += 40;
    expect(session.present()).toBe(5e6);
    now += 20;
    expect(session.present()).toBe(15e6);
    session.held = true;
    source.reset();
    expect(session.present()).toBe(5e6);
  });

  it("ends the capture and listens no more when it is disconnected", async () => {
    session.connect(source);
    await source.begin(1);
    session.disconnect();
    expect(source.asked.at(-1)).toEqual([]);
    expect(source.listeners).toBe(0);
  });
});
