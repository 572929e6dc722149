import { strFromU8, strToU8 } from "fflate";
import { windowStateUnreadable } from "./window-errors.ts";

type Plain = number | string | null;

const [NUMBER, TEXT, NOTHING] = [0, 1, 2];
/** Texts of so many bytes at most are read without a decoder, when they are ASCII. */
const SHORT = 32;

/** Writes plain values one after the other, little-endian. */
export class BytePen {
  #bytes: Uint8Array = new Uint8Array(256);
  #view: DataView = new DataView(this.#bytes.buffer);
  #at = 0;
  readonly #texts: Map<string, number> = new Map();

  u8(value: number): void {
    this.#room(1);
    this.#view.setUint8(this.#at++, value);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** A whole number from 0 to 2³²−1: a byte while it is below 128, up to five. */
  count(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.u8(128 + (rest % 128));
    this.u8(rest);
  }

  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  text(value: string): void {
    const bytes = strToU8(value);
    this.count(bytes.length);
    this.raw(bytes);
  }

  plain(value: Plain): void {
    this.u8(value === null ? NOTHING : typeof value === "string" ? TEXT : NUMBER);
    if (typeof value === "string") this.text(value);
    else if (value !== null) this.f64(value);
  }

  /** A text that may come again: its number from 1, and in full the first time; 0 for none. */
  repeatedText(value: string | null): void {
    const number = value === null ? 0 : (this.#texts.get(value) ?? this.#texts.size + 1);
    this.count(number);
    if (value === null || number <= this.#texts.size) return;
    this.#texts.set(value, number);
    this.text(value);
  }

  /** A copy of what was written. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  #room(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + size));
    wider.set(this.#bytes);
    this.#bytes = wider;
    this.#view = new DataView(wider.buffer);
  }
}

/** Reads what a {@link BytePen} wrote; past the end it throws a `RangeError`, or `features.window-state-unreadable`. */
export class ByteEye {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  readonly #texts: string[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.#at++);
  }

  count(): number {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = this.u8();
      value += (byte % 128) * place;
      if (byte < 128) return value;
    }
  }

  f64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  /** A number of things of a byte at least: as many can be left. */
  bounded(count: number): number {
    if (count > this.#bytes.length - this.#at) throw windowStateUnreadable({ problem: "they end too early" });
    return count;
  }

  /** The next so many numbers, into a list that has room for them. */
  f64s(into: Float64Array, size: number): void {
    for (let i = 0; i < size; i++) into[i] = this.#view.getFloat64(this.#at + 8 * i, true);
    this.#at += 8 * size;
  }

  text(): string {
    const length = this.count();
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw windowStateUnreadable({ problem: "they end too early" });
    this.#at += length;
    return length <= SHORT && isAscii(bytes) ? ofAscii(bytes) : strFromU8(bytes);
  }

  /** Whether these bytes come next; then they are passed. */
  passes(text: Uint8Array): boolean {
    for (let i = 0; i < text.length; i++) if (this.#bytes[this.#at + i] !== text[i]) return false;
    this.#at += text.length;
    return true;
  }

  plain(): Plain {
    const kind = this.u8();
    if (kind === NOTHING) return null;
    return kind === TEXT ? this.text() : this.f64();
  }

  repeatedText(): string | null {
    const number = this.count();
    if (number === 0) return null;
    if (number > this.#texts.length) this.#texts.push(this.text());
    return this.#texts[number - 1] ?? null;
  }
}

/** Applied to the bytes as they are: five times as fast as spreading them. */
function ofAscii(bytes: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) > 127) return false;
  return true;
}
