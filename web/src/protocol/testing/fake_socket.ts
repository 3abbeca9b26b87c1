import { decodeMulti, encode } from "@msgpack/msgpack";

import { Connection, type Socket } from "../connection";

/** The other end of a WebSocket, for tests: the messages of the page, and those of the program. */
export class FakeSocket implements Socket {
  binaryType = "";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: unknown[][] = [];
  closed = false;

  send(data: Uint8Array): void {
    this.sent.push(...([...decodeMulti(data)] as unknown[][]));
  }
  close(): void {
    this.closed = true;
    this.onclose?.();
  }

  open(): void {
    this.onopen?.();
  }
  /** One frame of these messages. */
  say(...messages: unknown[]): void {
    const bytes = messages.flatMap((message) => [...encode(message)]);
    this.sayBytes(Uint8Array.from(bytes).buffer);
  }
  sayBytes(data: unknown): void {
    this.onmessage?.({ data });
  }
  notify(name: string, parameter: unknown): void {
    this.say([2, name, [parameter]]);
  }
  /** Answers the last request of this method. */
  answer(method: string, result: unknown): void {
    const request = this.sent.filter((message) => message[2] === method).at(-1);
    if (!request) throw new Error(`nobody called ${method}`);
    this.say([1, request[1], null, result]);
  }
  /** The parameters of all calls of a method. */
  calls(method: string): unknown[] {
    return this.sent.filter((message) => message[2] === method).map((message) => message[3]);
  }
}

/** A connection over sockets that the test holds; the last one made is `sockets.at(-1)`. */
export function fakeConnection(): { connection: Connection; sockets: FakeSocket[]; last: () => FakeSocket } {
  const sockets: FakeSocket[] = [];
  const connection = new Connection(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
  return { connection, sockets, last: () => sockets.at(-1) as FakeSocket };
}
