import { known } from "../kernel/index.ts";

/** As much of the platform's WebAssembly as a kernel needs. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Platform {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** The platform's WebAssembly; undefined where there is none. */
export function platformWasm(): Platform | undefined {
  return (globalThis as { readonly WebAssembly?: Platform }).WebAssembly;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of base64 text, without line breaks: generated code, so a wrong character is a defect. */
export function bytesOfBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array((digits.length * 3) >> 2);
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = DIGITS.indexOf(digits[i] as string);
    held = (held << 6) | known(digit < 0 ? undefined : digit, `base64 digit ${i}`);
    const spare = (6 * (i + 1)) % 8;
    if (spare < 6) bytes[at++] = (held >> spare) & 255;
  }
  return bytes;
}
