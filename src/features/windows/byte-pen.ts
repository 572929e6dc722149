import { strFromU8, strToU8 } from "fflate";

type Plain = number | string | null;

const [NUMBER, TEXT, NOTHING] = [0, 1, 2];
/** Stands for no text where texts have numbers. */
const NO_TEXT = 0xffff_ffff;

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

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  text(value: string): void {
    const bytes = strToU8(value);
    this.u32(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  plain(value: Plain): void {
    this.u8(value === null ? NOTHING : typeof value === "string" ? TEXT : NUMBER);
    if (typeof value === "string") this.text(value);
    else if (value !== null) this.f64(value);
  }

  /** A text that may come again: its number, and in full the first time. */
  repeatedText(value: string | null): void {
    const number = value === null ? NO_TEXT : (this.#texts.get(value) ?? this.#texts.size);
    this.u32(number);
    if (value === null || number < this.#texts.size) return;
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

/** Reads what a {@link BytePen} wrote; past the end it throws a `RangeError`. */
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

  u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  f64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  text(): string {
    const length = this.u32();
    this.#at += length;
    return strFromU8(this.#bytes.subarray(this.#at - length, this.#at));
  }

  plain(): Plain {
    const kind = this.u8();
    if (kind === NOTHING) return null;
    return kind === TEXT ? this.text() : this.f64();
  }
  repeatedText(): string | null {
    const number = this.u32();
    if (number === NO_TEXT) return null;
    if (number === this.#texts.length) this.#texts.push(this.text());
    return this.#texts[number] ?? null;
  }
}
