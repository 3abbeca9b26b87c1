import { type ChildProcess, spawn } from "node:child_process";

const PATIENCE_MS = 40_000;
const GRACE_MS = 10_000;

type Stream = "out" | "err";

/** A program whose output is read as it comes, and that is typed at. */
export class Program {
  private readonly child: ChildProcess;
  private readonly text = { out: "", err: "" };
  /** What was expected so far ends here. */
  private readonly read = { out: 0, err: 0 };
  private readonly ended: Promise<void>;
  private isOver = false;
  private news: () => void = () => undefined;

  constructor(path: string, args: string[]) {
    this.child = spawn(path, args, { stdio: "pipe" });
    for (const [name, stream] of [
      ["out", this.child.stdout],
      ["err", this.child.stderr],
    ] as const) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.text[name] += text;
        this.news();
      });
    }
    // What is typed at a program that has just ended goes nowhere.
    this.child.stdin?.on("error", () => undefined);
    this.ended = new Promise((resolve) => {
      const over = () => {
        this.isOver = true;
        this.news();
        resolve();
      };
      this.child.on("close", over).on("error", (error) => {
        this.text.err += error.message;
        over();
      });
    });
  }

  get errors(): string {
    return this.text.err;
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Waits for the pattern behind what was expected before. */
  async expect(pattern: RegExp, stream: Stream = "out"): Promise<RegExpExecArray> {
    const found = await this.find(pattern, stream, this.read[stream]);
    this.read[stream] = found.index + found[0].length;
    return found;
  }

  async find(pattern: RegExp, stream: Stream, start: number): Promise<RegExpExecArray> {
    const global = new RegExp(pattern, `${pattern.flags.replace("g", "")}g`);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      global.lastIndex = start;
      const match = global.exec(this.text[stream]);
      if (match) return match;
      if (this.isOver || Date.now() > deadline) {
        const why = this.isOver ? "it ended" : "it took too long";
        const said = `${this.text.out.slice(-2000)}\nand on stderr:\n${this.text.err.slice(-2000)}`;
        throw new Error(`no ${pattern}: ${why}; it printed:\n${said}`);
      }
      await this.somethingNew();
    }
  }

  async end(): Promise<void> {
    if (!this.isOver) this.child.kill("SIGTERM");
    const force = setTimeout(() => this.child.kill("SIGKILL"), GRACE_MS);
    await this.ended;
    clearTimeout(force);
  }

  private somethingNew(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1000);
      this.news = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A guest's shell, on its console. */
export class Guest {
  private commands = 0;
  private promptsEnd = 0;

  constructor(private readonly console: Program) {}

  async booted(): Promise<this> {
    await this.console.expect(/guest ready/);
    // The shell folds what is typed at the edge of its terminal.
    await this.sh("stty cols 1000");
    return this;
  }

  /** Types a command at the prompt, and does not wait for its end. */
  async start(command: string): Promise<void> {
    // What is typed before the shell reads is shown twice, and out of order.
    const prompt = await this.console.find(/guest# /, "out", this.promptsEnd);
    this.promptsEnd = prompt.index + prompt[0].length;
    this.console.type(`${command}\n`);
  }

  expect(pattern: RegExp): Promise<RegExpExecArray> {
    return this.console.expect(pattern);
  }

  /** Ends the gpioset that holds a line, and waits until the line is free. */
  async letGo(line: string): Promise<void> {
    await this.sh(`kill $(pidof gpioset); until gpioget ${line} >/dev/null 2>&1; do :; done`);
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.console.type("\x03");
  }

  /** Runs a command that succeeds, and returns what it printed. */
  async sh(command: string): Promise<string> {
    const mark = `did-${++this.commands}`;
    await this.start(`${command}${command.endsWith("&") ? " " : "; "}echo ${mark}:$?:`);
    // The console shows what is typed, too, but there the mark is followed by a dollar sign.
    const found = await this.expect(new RegExp(`echo ${mark}:\\$\\?:([^]*?)${mark}:(\\d+):`));
    const printed = (found[1] ?? "").replaceAll("\r", "").replace(/^\n+|\n+$/g, "");
    if (found[2] !== "0") throw new Error(`${command}: exit status ${found[2]}: ${printed}`);
    return printed;
  }
}
