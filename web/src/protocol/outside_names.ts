import type { DecoderOptions } from "@msgpack/msgpack";

/**
 * Names from outside (of attributes, controls, values) as keys. In an ordinary object some of them mean something else:
 * "__proto__" is the object's prototype, and "constructor" is always there. So the decoder escapes the first, and
 * `dictionary` makes an object that has the names of the message and no others.
 */
export type Dictionary<T> = Record<string, T>;

const ESCAPE = "\0";
const UTF8 = new TextDecoder();

/** For the decoder of messages. */
export const keyDecoder: NonNullable<DecoderOptions["keyDecoder"]> = {
  canBeCached: () => true,
  decode: (bytes, offset, length) => escaped(textOf(bytes, offset, length)),
};

/** An object without a prototype, so that each name is only a name. */
export function dictionary<T>(decoded: Dictionary<T>): Dictionary<T> {
  const names = Object.create(null) as Dictionary<T>;
  for (const [key, value] of Object.entries(decoded)) names[unescaped(key)] = value;
  return names;
}

function escaped(name: string): string {
  return name === "__proto__" || name.startsWith(ESCAPE) ? ESCAPE + name : name;
}

function unescaped(key: string): string {
  return key.startsWith(ESCAPE) ? key.slice(ESCAPE.length) : key;
}

/** Most names are short and of ASCII, for which a TextDecoder is slow. */
function textOf(bytes: Uint8Array, offset: number, length: number): string {
  let text = "";
  for (let i = offset; i < offset + length; ++i) {
    const byte = bytes[i] ?? 0;
    if (byte > 0x7f || length > 32) return UTF8.decode(bytes.subarray(offset, offset + length));
    text += String.fromCharCode(byte);
  }
  return text;
}
