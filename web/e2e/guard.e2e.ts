import { request as httpRequest, type IncomingHttpHeaders } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Bench, panel } from "./bench";
import { openPage, useBrowser } from "./browser";

const UPGRADE = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
};

describe("who may use a board on this machine's own address", () => {
  useBrowser();
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.serve(await panel());
  });
  afterAll(() => bench?.close());

  it("takes a WebSocket of its own page, and refuses one of another site's page", async () => {
    const { origin } = new URL(bench.address);
    expect(await ask(bench, "/ws", { ...UPGRADE, Origin: origin })).toMatchObject({ status: 101 });
    expect(await ask(bench, "/ws", { ...UPGRADE, Origin: "http://evil.example" })).toMatchObject({ status: 403 });
    expect(await ask(bench, "/ws", { ...UPGRADE, Origin: "null" })).toMatchObject({ status: 403 });
  });

  it("refuses a host name that is not its own, as a page has it that points its name here", async () => {
    const { port, host } = new URL(bench.address);
    expect(await ask(bench, "/", { Host: host })).toMatchObject({ status: 200 });
    expect(await ask(bench, "/", { Host: `evil.example:${port}` })).toMatchObject({ status: 421 });
    const rebound = { ...UPGRADE, Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` };
    expect(await ask(bench, "/ws", rebound)).toMatchObject({ status: 421 });
  });

  it("forbids by its policy what the page does not do itself", async () => {
    const { headers } = await ask(bench, "/", {});
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    const board = await openPage(bench);
    const asked = await board.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    expect(asked.filter((address) => new URL(address).origin !== new URL(bench.address).origin)).toEqual([]);

    board.expectComplaint(/evil\.example/);
    const refused = board.page.waitForEvent("console", (message) => /Content Security Policy/.test(message.text()));
    await board.page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<img src="http://evil.example/">'));
    await refused;
  });
});

describe("who may use a board on all addresses", () => {
  useBrowser();
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.serve(await panel(), "0.0.0.0:0");
  });
  afterAll(() => bench?.close());

  it("lets in who has the address that it printed, whose page then works and shows no token", async () => {
    const board = await openPage(bench);
    // A header that Chromium ignores without HTTPS, with a message.
    board.expectComplaint(/Cross-Origin-Opener-Policy header has been ignored/);
    expect(new URL(bench.address).search).toMatch(/^\?token=\w{26}$/);
    expect(board.page.url()).not.toContain("token");
    await board.zone("sw1").click();
    await expect.poll(() => board.property("sw1", "value")).toBe(1);
  });

  it("refuses a client without a token, or with a wrong one", async () => {
    const { origin } = new URL(bench.address);
    for (const path of ["/", "/api/pins/vm:0", "/?token=abcdefghijklmnopqrstuvwxyz"]) {
      expect(await ask(bench, path, {}), path).toMatchObject({ status: 401 });
    }
    expect(await ask(bench, "/ws", { ...UPGRADE, Origin: origin })).toMatchObject({ status: 401 });
    const token = new URL(bench.address).searchParams.get("token");
    expect(await ask(bench, "/api/pins/vm:0", { Authorization: `Bearer ${token}` })).toMatchObject({ status: 200 });
  });
});

/** A request with headers that no browser would let a page set. */
function ask(bench: Bench, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(bench.address);
  return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers, agent: false });
    request.on("response", (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, headers: answer.headers });
    });
    request.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode, headers: answer.headers });
    });
    request.on("error", reject).end();
  });
}
