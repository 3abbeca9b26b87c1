import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "./analyzer";
import type { Analyzer } from "./analyzer";
import type { ChannelList } from "./channel_list";
import { FakeSource } from "./fake_source";
import type { PinPicker } from "./pin_picker";
import { BASE, edgesOf } from "./test_edges";

const plain = (text: string | null | undefined) => (text ?? "").replaceAll("\u202f", " ").replace(/\s+/g, " ").trim();
let source: FakeSource;
let analyzer: Analyzer;

/** What jsdom has not got; nothing is drawn here. */
class NoObserver {
  observe() {}
  disconnect() {}
}

beforeEach(async () => {
  vi.stubGlobal("ResizeObserver", NoObserver);
  vi.stubGlobal("IntersectionObserver", NoObserver);
  source = new FakeSource();
  source.preferredPins = ["vm:1", "vm:2"];
  analyzer = document.createElement("pb-analyzer");
  analyzer.source = source;
});

afterEach(() => {
  analyzer.remove();
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  document.body.append(analyzer);
  await analyzer.updateComplete;
  await source.begin(7);
  await analyzer.updateComplete;
}

function inside<T extends Element>(selector: string, root: ParentNode = analyzer.renderRoot): T {
  return root.querySelector<T>(selector)!;
}

async function channels(): Promise<HTMLElement[]> {
  analyzer.requestUpdate();
  await analyzer.updateComplete;
  const list = inside<ChannelList>("pb-channel-list");
  await list.updateComplete;
  return [...list.renderRoot.querySelectorAll("li")];
}

describe("<pb-analyzer>", () => {
  it("has each channel's name, pin and present level in words", async () => {
    await open();
    source.tell(
      edgesOf(
        [
          [5, 0, 1],
          [6, 1, 3],
        ],
        10,
        0,
        7,
      ),
    );
    const [first, second] = await channels();
    expect(plain(inside(".name", first).textContent)).toBe("CLKvm:1");
    expect(inside(".level", first).getAttribute("aria-label")).toBe("high");
    expect(plain(inside(".name", second).textContent)).toBe("vm:2");
    expect(inside(".level", second).getAttribute("aria-label")).toBe("conflict");
  });

  it("does not capture before it is open, and goes on when it is closed again", async () => {
    analyzer.collapsed = true;
    document.body.append(analyzer);
    await analyzer.updateComplete;
    expect(source.asked).toEqual([]);
    inside<HTMLButtonElement>(".title").click();
    await analyzer.updateComplete;
    expect(source.asked).toEqual([["vm:1", "vm:2"]]);
    await source.begin(1);
    inside<HTMLButtonElement>(".title").click();
    await analyzer.updateComplete;
    source.tell(edgesOf([[5, 0, 1]], 10));
    expect(analyzer.scope.session.store!.until).toBe(10);
    expect(inside("pb-wave-view")).toBeNull();
  });

  it("links to the VCD of the whole capture, and of what is between the cursors, in the program's time", async () => {
    await open();
    const links = () => [...analyzer.renderRoot.querySelectorAll<HTMLAnchorElement>("a[download]")];
    expect(links().map((link) => link.getAttribute("href"))).toEqual(["/api/captures/7.vcd"]);
    analyzer.scope.setCursor("a", 2000);
    analyzer.scope.setCursor("b", 1000);
    await analyzer.updateComplete;
    expect(links()[1]!.getAttribute("href")).toBe(`/api/captures/7.vcd?from=${BASE + 1000}&to=${BASE + 2000}`);
  });

  it("shows the distance of the cursors, its frequency, and the edges between them", async () => {
    await open();
    source.tell(
      edgesOf(
        [
          [5, 0, 1],
          [600, 0, 0],
          [700, 1, 1],
        ],
        2000,
        0,
        7,
      ),
    );
    analyzer.scope.setCursor("a", 100);
    analyzer.scope.setCursor("b", 1350);
    const [first, second] = await channels();
    expect(plain(inside(".cursors").textContent)).toContain("Δt 1.25 µs1/Δt 800 kHz");
    expect(plain(inside(".second", first).textContent)).toBe("1 edge");
    expect(plain(inside(".second", second).textContent)).toBe("1 edge");
  });

  it("shows that edges were lost, and marks the gap", async () => {
    await open();
    source.tell(edgesOf([], 1e6, 0, 7));
    source.tell(edgesOf([[3e6, 0, 1]], 4e6, 1204, 7));
    await channels();
    const text = plain(inside(".notice.bad").textContent);
    expect(text).toContain("1 204 edges did not reach this page");
    expect(text).toContain("between 0.001 000 s and 0.003 000 s");
  });

  it("says why it does not capture, in the program's words", async () => {
    document.body.append(analyzer);
    await analyzer.updateComplete;
    await source.refuse("There is no pin vm:2.");
    await analyzer.updateComplete;
    expect(plain(inside(".notice.bad").textContent)).toBe("There is no pin vm:2.");
    expect(inside("a[download]")).toBeNull();
  });

  it("finds pins by words of their names and labels, and chooses the first by Enter", async () => {
    await open();
    const picker = inside<PinPicker>("pb-pin-picker");
    inside<HTMLButtonElement>(".opener", picker.renderRoot).click();
    await picker.updateComplete;
    const field = inside<HTMLInputElement>("input[type=search]", picker.renderRoot);
    field.value = "a LED";
    field.dispatchEvent(new Event("input"));
    await picker.updateComplete;
    expect(picker.renderRoot.querySelectorAll("li").length).toBe(1);
    field.focus();
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    expect(source.asked.at(-1)).toEqual(["vm:1", "vm:2", "led0:A"]);
  });

  it("moves a channel by the arrow keys of its grip", async () => {
    await open();
    const [first] = await channels();
    inside(".grip", first).dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown" }));
    expect(analyzer.scope.session.chosen).toEqual(["vm:2", "vm:1"]);
  });

  it("ends its capture when it leaves the page, and begins one when it returns", async () => {
    await open();
    analyzer.remove();
    expect(source.asked.at(-1)).toEqual([]);
    document.body.append(analyzer);
    await analyzer.updateComplete;
    expect(source.asked.at(-1)).toEqual(["vm:1", "vm:2"]);
  });
});
