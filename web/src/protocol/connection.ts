import { decodeMulti, encode } from "@msgpack/msgpack";

import type { Failure, Notifications, Parameters, Results } from "./messages";
import { keyDecoder } from "./outside_names";

/** `waiting` is lost, and tried again in `retryIn` ms. */
export type Status = { state: "connecting" | "open" } | { state: "waiting"; retryIn: number };

/** A request that the program refused, or that could not be sent: its message is a sentence for people. */
export class RequestError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The code of a request that never reached the program, or whose answer never came. */
export const NOT_CONNECTED = 0;

/** The used part of a WebSocket: tests have their own. */
export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(data: Uint8Array): void;
  close(): void;
}

const FIRST_DELAY = 250;
const LONGEST_DELAY = 5000;

type Handler = (parameter: never) => void;
interface Waiting {
  resolve: (result: never) => void;
  reject: (error: RequestError) => void;
}

/**
 * MessagePack-RPC over a WebSocket that comes back by itself. What a connection had begun (a view, a
 * capture) is gone when it comes back: listeners of `onStatus` begin it again.
 */
export class Connection {
  private socket: Socket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private delay = FIRST_DELAY;
  private nextId = 0;
  private current: Status = { state: "connecting" };
  private readonly waiting = new Map<number, Waiting>();
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly statusHandlers = new Set<(status: Status) => void>();

  constructor(private readonly makeSocket: () => Socket) {}

  get status(): Status {
    return this.current;
  }

  onStatus(handler: (status: Status) => void): () => void {
    this.statusHandlers.add(handler);
    return () => this.statusHandlers.delete(handler);
  }

  /** Calls the handler with the parameter of each notification of this name. */
  on<Name extends keyof Notifications>(name: Name, handler: (parameter: Notifications[Name]) => void): () => void {
    const handlers = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, handlers);
    handlers.add(handler as Handler);
    return () => handlers.delete(handler as Handler);
  }

  /** Begins, or tries again at once. Nothing where there is a connection, or one is being made. */
  open(): void {
    if (this.socket) return;
    clearTimeout(this.timer);
    this.tell({ state: "connecting" });
    const socket = this.makeSocket();
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.delay = FIRST_DELAY;
      this.tell({ state: "open" });
    };
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = () => this.lost(socket);
  }

  call<Name extends keyof Results>(method: Name, ...params: Parameters[Name]): Promise<Results[Name]> {
    const socket = this.socket;
    if (!socket || this.current.state !== "open") {
      return Promise.reject(new RequestError(NOT_CONNECTED, "Not connected to Pinbridge."));
    }
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      socket.send(encode([0, id, method, params]));
    });
  }

  private receive(socket: Socket, data: unknown): void {
    const messages = data instanceof ArrayBuffer ? decodeAll(data) : null;
    // Bytes that are not MessagePack: the following bytes cannot be trusted either.
    if (!messages) socket.close();
    for (const message of messages ?? []) this.dispatch(message);
  }

  private dispatch(message: unknown[]): void {
    if (message[0] === 1) {
      const request = this.waiting.get(message[1] as number);
      this.waiting.delete(message[1] as number);
      const failure = message[2] as Failure | null;
      if (failure) request?.reject(new RequestError(failure.code, failure.message));
      else request?.resolve(message[3] as never);
    } else if (message[0] === 2) {
      const [parameter] = message[2] as [never];
      for (const handler of [...(this.handlers.get(message[1] as string) ?? [])]) handler(parameter);
    }
  }

  private lost(socket: Socket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    const requests = [...this.waiting.values()];
    this.waiting.clear();
    const retryIn = this.delay;
    this.delay = Math.min(2 * this.delay, LONGEST_DELAY);
    this.timer = setTimeout(() => this.open(), retryIn);
    this.tell({ state: "waiting", retryIn });
    for (const request of requests) {
      request.reject(
        new RequestError(NOT_CONNECTED, "The connection to Pinbridge was lost before the response arrived."),
      );
    }
  }

  private tell(status: Status): void {
    this.current = status;
    for (const handler of [...this.statusHandlers]) handler(status);
  }
}

function decodeAll(data: ArrayBuffer): unknown[][] | null {
  try {
    const messages = [...decodeMulti(new Uint8Array(data), { keyDecoder })];
    return messages.every(Array.isArray) ? messages : null;
  } catch {
    return null;
  }
}

/** The program that this page came from. */
export function ownServer(location: Location = window.location): () => Socket {
  const url = new URL("ws", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.search = url.hash = "";
  return () => new WebSocket(url) as unknown as Socket;
}
