import { ContextProvider } from "@lit/context";

import type { DrawnPart, DrawnWire, View } from "../../protocol/messages";
import { type FakeSocket, fakeConnection } from "../../protocol/testing/fake_socket";
import { benchContext } from "../bench_context";
import { BenchModel } from "../bench_model";

/** A part of a diagram as a test needs it: "led1 wokwi-led A C". */
export function part(line: string, rest: Partial<DrawnPart> = {}): DrawnPart {
  const [name = "", type = "", ...pins] = line.split(" ");
  return {
    part: name,
    type,
    left: 0,
    top: 0,
    placed: true,
    rotate: 0,
    hide: false,
    attributes: {},
    controls: {},
    shows: {},
    pins: pins.map((pin) => ({ name: pin, label: "" })),
    ...rest,
  };
}

/** A wire: "vm:0 - led1:A". */
export function wire(line: string, ...path: string[]): DrawnWire {
  const [from = "", to = ""] = line.split(" - ");
  return { from, to, color: "green", path };
}

/** A view in which no pin drives. */
export function view(parts: DrawnPart[], wires: DrawnWire[] = []): View {
  const count = parts.reduce((sum, { pins }) => sum + pins.length, 0);
  return {
    time: 1,
    diagram: { board: "test", parts, wires },
    bounce: { mode: "parts", longest: 0 },
    pins: Array.from({ length: count }, () => [2, 0, 0, 0, 2]),
  };
}

/** A model that is connected and has received the view. */
export async function modelOf(shown: View): Promise<{ model: BenchModel; socket: () => FakeSocket }> {
  const { connection, last } = fakeConnection();
  const model = new BenchModel(connection);
  connection.open();
  last().open();
  last().answer("view", shown);
  await Promise.resolve();
  await Promise.resolve();
  return { model, socket: last };
}

/** An element of the document, empty, whose descendants get this model as the page's do. */
export function provideBench(model: BenchModel): HTMLElement {
  const page = document.createElement("div");
  new ContextProvider(page, { context: benchContext, initialValue: model });
  document.body.replaceChildren(page);
  return page;
}
