import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { MovingLayer } from "./moving_layer";

describe("the layer of a board that is moved", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is there from the first move until the board rests", () => {
    const board = document.createElement("div");
    const layer = new MovingLayer();
    for (let i = 0; i < 10; ++i) {
      layer.moved(board);
      vi.advanceTimersByTime(150);
      expect(board.style.willChange).toBe("transform");
    }
    vi.advanceTimersByTime(50);
    expect(board.style.willChange).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });
});
