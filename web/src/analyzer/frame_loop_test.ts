import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FrameLoop } from "./frame_loop";

let draws: number;
let loop: FrameLoop;

beforeEach(() => {
  vi.useFakeTimers();
  draws = 0;
  loop = new FrameLoop(() => draws++);
  loop.start();
  vi.advanceTimersToNextFrame();
  draws = 0;
});

afterEach(() => {
  loop.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("FrameLoop", () => {
  it("draws once a frame however often it is asked, and not at all if it is not", () => {
    for (let i = 0; i < 5; i++) loop.request();
    vi.advanceTimersToNextFrame();
    vi.advanceTimersToNextFrame();
    expect(draws).toBe(1);
  });

  it("draws nothing out of sight, and what was missed when it comes in sight again", () => {
    loop.setVisible(false);
    loop.request();
    vi.advanceTimersByTime(100);
    expect(draws).toBe(0);
    loop.setVisible(true);
    vi.advanceTimersToNextFrame();
    expect(draws).toBe(1);
  });

  it("draws nothing in a hidden tab", () => {
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    loop.request();
    vi.advanceTimersByTime(100);
    expect(draws).toBe(0);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    vi.advanceTimersToNextFrame();
    expect(draws).toBe(1);
  });

  it("draws later when that is soon enough", () => {
    loop.requestIn(500);
    vi.advanceTimersByTime(400);
    expect(draws).toBe(0);
    vi.advanceTimersByTime(120);
    expect(draws).toBe(1);
  });

  it("is over once it is stopped", () => {
    loop.requestIn(50);
    loop.request();
    loop.stop();
    vi.advanceTimersByTime(1000);
    expect(draws).toBe(0);
  });
});
