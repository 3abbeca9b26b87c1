import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Diagram, HttpPin } from "../src/protocol/messages";
import { Guest, Program } from "./program";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PINBRIDGE = join(ROOT, "build/pinbridge");
const QEMU = join(ROOT, "build/qemu/10/bin/qemu-system-aarch64");
const GUEST = join(ROOT, "build/guest/arm64");
const ADDRESS = /the board's page: (http:\S+)/;

export interface BoardFile {
  /** Its directory is called so, and so is the board. */
  name: string;
  parts: object[];
  connections: unknown[];
}

/** A guest's chip with lines l0, l1, …, all pulled up, that lead to these pins; more wires; and a GND. */
export function boardOf(parts: object[], lines: string[], ...connections: [string, string][]): BoardFile {
  const names = lines.map((_, line) => `l${line}`).join();
  const attrs = { lines: String(lines.length), pull: `0-${lines.length - 1}:up`, names };
  const chip = { id: "vm", type: "chip-virtio-gpio", left: 0, top: 0, attrs };
  const gnd = { id: "gnd", type: "wokwi-gnd", left: 0, top: 420 };
  const wires = lines.map((pin, line) => [`vm:${line}`, pin]);
  return {
    name: "board",
    parts: [chip, gnd, ...parts],
    connections: [...wires, ...connections].map(([from, to]) => [from, to, "green", []]),
  };
}

/** The board of an example. */
export async function example(name: string): Promise<BoardFile> {
  const text = await readFile(join(ROOT, "examples", name, "diagram.json"), "utf8");
  return { ...(JSON.parse(text) as BoardFile), name };
}

/** The panel, whose contacts do not bounce unless a test asks for it. */
export async function panel(): Promise<BoardFile> {
  const board = await example("panel");
  const parts = board.parts.map((part) => {
    const { attrs } = part as { attrs: Record<string, string> };
    return { ...part, attrs: "bounce-ms" in attrs ? { ...attrs, bounce: "0" } : attrs };
  });
  return { ...board, parts };
}

function qemuCommand(): string[] {
  const machine = [QEMU, "-M", "virt", "-cpu", "cortex-a53", "-m", "128M", "-nographic", "-no-reboot"];
  const files = ["-kernel", join(GUEST, "kernel"), "-initrd", join(GUEST, "initramfs.cpio.gz")];
  return [...machine, ...files, "-append", "console=ttyAMA0 quiet"];
}

/** Pinbridge with a board in a directory of its own, and its page. */
export class Bench {
  /** Where its page is, with the token if there is one. */
  address = "";
  private program!: Program;
  private readonly attached: Program[] = [];

  private constructor(
    private readonly directory: string,
    private readonly name: string,
    private readonly http: string,
  ) {}

  /** A board that waits for guests. */
  static async serve(board: BoardFile, http = "127.0.0.1:0"): Promise<Bench> {
    const bench = await Bench.on(board, http);
    return bench.orClosed(bench.startAgain().then(() => bench));
  }

  /** A board with a guest, at its shell's prompt. */
  static async run(board: BoardFile): Promise<Bench & { guest: Guest }> {
    const bench = await Bench.on(board, "127.0.0.1:0");
    const booted = bench.start("run", ["--", ...qemuCommand()]).then(() => new Guest(bench.program).booted());
    return Object.assign(bench, { guest: await bench.orClosed(booted) });
  }

  /** What fails at the start leaves nothing behind. */
  private orClosed<T>(start: Promise<T>): Promise<T> {
    return start.catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
  }

  private get file(): string {
    return join(this.directory, this.name, "diagram.json");
  }

  private get socket(): string {
    return join(this.directory, "s");
  }

  private static async on(board: BoardFile, http: string): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), "pinbridge-e2e-")), board.name, http);
    await mkdir(join(bench.directory, board.name));
    await bench.save(board);
    return bench;
  }

  /** Writes the board's file, whether it is the first or another one. */
  save({ parts, connections }: BoardFile): Promise<void> {
    const board = { version: 1, author: "", editor: "wokwi", parts, connections };
    return writeFile(this.file, JSON.stringify(board));
  }

  /** Serves the board, where it was served before. */
  startAgain(): Promise<void> {
    return this.start("serve", []);
  }

  /** A guest that joins the board, at its shell's prompt. */
  async attach(): Promise<Guest> {
    const guest = new Program(PINBRIDGE, ["attach", "--socket", this.socket, "--", ...qemuCommand()]);
    this.attached.push(guest);
    return new Guest(guest).booted();
  }

  stop(): Promise<void> {
    return this.program.end();
  }

  async close(): Promise<void> {
    for (const guest of this.attached) await guest.end();
    await this.stop();
    await rm(this.directory, { recursive: true });
  }

  async pin(name: string): Promise<HttpPin> {
    return (await this.ask(`/api/pins/${name}`)) as HttpPin;
  }

  async level(name: string): Promise<HttpPin["state"]> {
    return (await this.pin(name)).state;
  }

  async diagram(): Promise<Diagram> {
    return (await this.ask("/api/board")) as Diagram;
  }

  /** Releases pins that are driven by hand. */
  async release(...pins: string[]): Promise<void> {
    for (const pin of pins) await this.ask(`/api/pins/${pin}`, { method: "PUT", body: "z" });
  }

  async ask(path: string, request?: RequestInit): Promise<unknown> {
    const token = new URL(this.address).searchParams.get("token");
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    const answer = await fetch(new URL(path, this.address), { ...request, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  private async start(command: "run" | "serve", behind: string[]): Promise<void> {
    const http = this.address ? new URL(this.address).host : this.http;
    const board = [this.file, "--socket", this.socket, "--http", http];
    this.program = new Program(PINBRIDGE, [command, ...board, ...behind]);
    this.address = (await this.program.expect(ADDRESS, "err"))[1] ?? "";
  }
}
