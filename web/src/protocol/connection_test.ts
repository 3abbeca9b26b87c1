import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { type Connection, ownServer, type Status } from "./connection";
import { dictionary } from "./outside_names";
import { type FakeSocket, fakeConnection } from "./testing/fake_socket";

describe("Connection", () => {
  let connection: Connection;
  let sockets: FakeSocket[];
  let last: () => FakeSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    ({ connection, sockets, last } = fakeConnection());
    connection.open();
  });
  afterEach(() => vi.useRealTimers());

  it("gives each answer to the request with its id, in whatever order they come", async () => {
    last().open();
    const first = connection.call("net", "a:1");
    const second = connection.call("net", "b:1");
    expect(last().sent).toEqual([
      [0, 0, "net", ["a:1"]],
      [0, 1, "net", ["b:1"]],
    ]);
    last().say([1, 1, null, "of b"], [1, 0, null, "of a"]);
    expect(await first).toBe("of a");
    expect(await second).toBe("of b");
  });

  it("makes an error with the program's sentence of a request that is refused", async () => {
    last().open();
    const refused = connection.call("control", "b1", "pushed", 1);
    last().say([1, 0, { code: 2, message: "b1 has no control pushed" }, null]);
    await expect(refused).rejects.toMatchObject({ code: 2, message: "b1 has no control pushed" });
  });

  it("delivers the notifications of a frame in order, by name", () => {
    last().open();
    const heard: unknown[] = [];
    const end = connection.on("levels", (levels) => heard.push(levels));
    last().say([2, "levels", [1]], [2, "part", ["not mine"]], [2, "levels", [2]]);
    end();
    last().notify("levels", 3);
    expect(heard).toEqual([1, 2]);
  });

  it("comes back by itself: soon at first, then after longer and longer, and soon again once it was open", () => {
    const statuses: Status[] = [];
    connection.onStatus((status) => statuses.push(status));
    const delays = [250, 500, 1000, 2000, 4000, 5000, 5000];
    for (const retryIn of delays) {
      last().close();
      expect(statuses.at(-1)).toEqual({ state: "waiting", retryIn });
      vi.advanceTimersByTime(retryIn - 1);
      expect(statuses.at(-1)?.state).toBe("waiting");
      vi.advanceTimersByTime(1);
      expect(statuses.at(-1)?.state).toBe("connecting");
    }
    expect(sockets).toHaveLength(delays.length + 1);
    last().open();
    last().close();
    expect(statuses.at(-1)).toEqual({ state: "waiting", retryIn: 250 });
  });

  it("fails what waits for an answer when it is lost, and what is asked while there is none", async () => {
    last().open();
    const unanswered = connection.call("view");
    last().close();
    await expect(unanswered).rejects.toMatchObject({ code: 0 });
    await expect(connection.call("view")).rejects.toMatchObject({ code: 0 });
    expect(sockets[0]?.sent).toHaveLength(1);
  });

  it("reconnects after bytes that are not MessagePack", () => {
    last().open();
    last().sayBytes(Uint8Array.from([0xc1]).buffer);
    expect(last().closed).toBe(true);
    expect(connection.status.state).toBe("waiting");
  });

  it("takes names that mean something to an object of JavaScript, and stays connected", () => {
    last().open();
    const told: unknown[] = [];
    connection.on("part", ({ shows }) => told.push(dictionary(shows)));
    const names = ["__proto__", "constructor", "\0__proto__", "\0", "a name longer than thirty-two bytes: é"];
    last().notify("part", { shows: Object.fromEntries(names.map((name) => [name, name])) });
    expect(connection.status.state).toBe("open");
    expect(Object.entries(told[0] as object)).toEqual(names.map((name) => [name, name]));
  });

  it("connects at once on request, and never makes two connections", () => {
    last().close();
    connection.open();
    connection.open();
    vi.advanceTimersByTime(10_000);
    expect(sockets).toHaveLength(2);
  });
});

describe("ownServer", () => {
  it("asks for /ws where the page came from", () => {
    const urls: string[] = [];
    vi.stubGlobal("WebSocket", function (url: URL) {
      urls.push(url.href);
    });
    ownServer({ href: "http://127.0.0.1:8080/#x", protocol: "http:" } as Location)();
    ownServer({ href: "https://bench.example/board/?a=1", protocol: "https:" } as Location)();
    vi.unstubAllGlobals();
    expect(urls).toEqual(["ws://127.0.0.1:8080/ws", "wss://bench.example/board/ws"]);
  });
});
