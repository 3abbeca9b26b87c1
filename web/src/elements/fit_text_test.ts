import { describe, expect, it } from "vitest";

import { fitRows, fitText, textWidth } from "./fit_text";

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

describe("fitRows", () => {
  const words = "QEMU 9.2, Linux, virtio-gpio";

  it("takes as many rows as it needs, and breaks between words", () => {
    expect(fitRows("no guest", 3, 60, 6)).toEqual(["no guest"]);
    expect(fitRows(words, 3, 44, 5.5)).toEqual(["QEMU 9.2,", "Linux,", "virtio-gpio"]);
  });

  it("puts an ellipsis in place of what does not fit", () => {
    expect(fitRows(words, 2, 44, 5.5)).toEqual(["QEMU 9.2,", "Linux, virti…"]);
    expect(fitRows("averyverylongword and another", 2, 30, 6)).toEqual(["averyv…", "and an…"]);
    expect(fitRows("", 2, 30, 6)).toEqual([""]);
  });
});
