import { describe, expect, it } from "vitest";

import { fitText, textWidth } from "./fit_text";

describe("fitText", () => {
  it("leaves a text alone that fits", () => expect(fitText("led0", 40, 7)).toBe("led0"));

  it("puts an ellipsis in place of what does not, within the room", () => {
    const fitted = fitText("a rather long label", 40, 7);
    expect(fitted).toMatch(/^a rat.*…$/);
    expect(textWidth(fitted, 7)).toBeLessThanOrEqual(40);
  });

  it("cuts between letters, not within one", () => expect(fitText("🙂🙂🙂🙂", 21, 7)).toBe("🙂🙂…"));

  it("gives wide letters more room", () => {
    expect(textWidth("WWWW", 10)).toBeGreaterThan(textWidth("iiii", 10) * 2);
  });
});
