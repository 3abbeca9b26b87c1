// @vitest-environment node
import { describe, expect, it } from "vitest";
import { EdgeTrack } from "./edge_track";
import { trackOf } from "./test_edges";
import { nextMoment, Trigger, type TriggerKind, type TriggerMode, type TriggerSettings } from "./trigger";

const MS = 1e6;

function settings(mode: TriggerMode, kind: TriggerKind = "rising"): TriggerSettings {
  return { mode, kind, pin: "", position: 0.5 };
}

function update(
  trigger: Trigger,
  track: EdgeTrack,
  mode: TriggerMode,
  told: number,
  after: number,
  kind?: TriggerKind,
) {
  trigger.update(track, settings(mode, kind), { told, present: told, after });
  return trigger.fired;
}

describe("nextMoment", () => {
  // low, high at 10, low at 20, highz at 30, high at 40, conflict at 50, high at 60
  const track = trackOf([10, 20, 30, 40, 50, 60], [1, 0, 2, 1, 3, 1]);
  const all = (kind: TriggerKind) => {
    const moments: number[] = [];
    for (let from = 0; ;) {
      const moment = nextMoment(track, kind, from, 1000);
      if (moment === undefined) return moments;
      moments.push(moment);
      from = moment + 1;
    }
  };

  it("takes an edge to high for rising, and one to low for falling", () => {
    expect(all("rising")).toEqual([10, 40, 60]);
    expect(all("falling")).toEqual([20]);
    expect(all("either")).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it("takes a level at once where it is, and else where it begins", () => {
    expect(nextMoment(track, "high", 15, 1000)).toBe(15);
    expect(nextMoment(track, "high", 25, 1000)).toBe(40);
    expect(nextMoment(track, "low", 0, 1000)).toBe(0);
    expect(nextMoment(track, "low", 35, 1000)).toBeUndefined();
  });

  it("does not look farther than it may", () => {
    expect(nextMoment(track, "rising", 11, 39)).toBeUndefined();
  });

  it("takes no edge out of what was lost", () => {
    const lost = trackOf([10, 20, 30], [4, 1, 0]);
    expect(nextMoment(lost, "rising", 0, 100)).toBeUndefined();
    expect(nextMoment(lost, "either", 0, 100)).toBe(30);
  });
});

describe("Trigger", () => {
  it("waits until a short picture is whole, and shows a long one at once", () => {
    const track = trackOf([10 * MS]);
    const short = new Trigger();
    expect(update(short, track, "normal", 15 * MS, 20 * MS)).toBeUndefined();
    expect(update(short, track, "normal", 30 * MS, 20 * MS)).toBe(10 * MS);
    expect(update(new Trigger(), track, "normal", 15 * MS, 500 * MS)).toBe(10 * MS);
  });

  it("waits for the next trigger once its picture is whole", () => {
    const track = trackOf([10, 20, 30, 40, 130, 140].map((ms) => ms * MS));
    const trigger = new Trigger();
    expect(update(trigger, track, "normal", 110 * MS, 100 * MS)).toBe(10 * MS);
    expect(update(trigger, track, "normal", 229 * MS, 100 * MS)).toBe(10 * MS);
    expect(update(trigger, track, "normal", 230 * MS, 100 * MS)).toBe(130 * MS);
  });

  it("finds an edge that arrives late, when time is past it", () => {
    const track = trackOf([]);
    const trigger = new Trigger();
    trigger.update(track, settings("normal"), { told: 10 * MS, present: 900 * MS, after: MS });
    track.append(12 * MS, 1);
    trigger.update(track, settings("normal"), { told: 20 * MS, present: 910 * MS, after: MS });
    expect(trigger.fired).toBe(12 * MS);
  });

  it("keeps to the first trigger in single, until it is armed again", () => {
    const track = trackOf([10, 20, 300, 400].map((ms) => ms * MS));
    const trigger = new Trigger();
    expect(update(trigger, track, "single", 1000 * MS, MS)).toBe(10 * MS);
    expect(update(trigger, track, "single", 2000 * MS, MS)).toBe(10 * MS);
    trigger.arm(50 * MS);
    expect(trigger.fired).toBeUndefined();
    expect(update(trigger, track, "single", 2000 * MS, MS)).toBe(300 * MS);
  });

  it("is idle when nothing came for half a second, or for two pictures", () => {
    const trigger = new Trigger();
    expect(trigger.idle(400 * MS, MS)).toBe(false);
    expect(trigger.idle(501 * MS, MS)).toBe(true);
    expect(trigger.idle(1500 * MS, 1000 * MS)).toBe(false);
    update(trigger, trackOf([]), "auto", 600 * MS, MS);
    expect(trigger.idle(600 * MS, MS)).toBe(true);
  });

  it("skips pictures that are never shown", () => {
    const track = new EdgeTrack(0);
    for (let i = 0; i < 200_000; i++) track.append(i * 1000, (i + 1) % 2);
    let looks = 0;
    const time = track.time.bind(track);
    track.time = (i) => (looks++, time(i));
    const trigger = new Trigger();
    expect(update(trigger, track, "normal", 200 * MS, 10_000)).toBeGreaterThan(199 * MS);
    expect(looks).toBeLessThan(1000);
  });
});
