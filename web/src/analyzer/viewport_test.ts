// @vitest-environment node
import { describe, expect, it } from "vitest";
import { LONGEST_SPAN, SHORTEST_SPAN, Viewport } from "./viewport";

function viewport(start: number, nsPerPx: number, width = 1000): Viewport {
  return Object.assign(new Viewport(), { start, nsPerPx, width });
}

describe("Viewport", () => {
  it("keeps the time under the pointer in place when it zooms", () => {
    const view = viewport(5000, 10);
    view.zoomAt(300, 0.25);
    expect(view.timeAt(300)).toBe(8000);
    expect(view.nsPerPx).toBe(2.5);
  });

  it("zooms from 100 ns to two days across and no farther", () => {
    const view = viewport(0, 10);
    view.zoomAt(0, 1e-9);
    expect(view.span).toBeCloseTo(SHORTEST_SPAN);
    view.zoomAt(0, 1e30);
    expect(view.span).toBeCloseTo(LONGEST_SPAN);
  });

  it("shows a time in its middle, with a little around it", () => {
    const view = viewport(0, 1);
    view.show(1000, 3000);
    expect(view.span).toBeCloseTo(2080);
    expect(view.start).toBeCloseTo(960);
  });

  it("shows more of the past when it becomes wider", () => {
    const view = viewport(1000, 10, 100);
    view.resize(150);
    expect([view.start, view.end]).toEqual([500, 2000]);
  });
});
