const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64 (RFC 4648), padded. */
export function toBase64(bytes: Uint8Array): string {
  const digit = (word: number, shift: number): string => DIGITS.charAt((word >> shift) & 63);
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += digit(word, 18) + digit(word, 12) + digit(word, 6) + digit(word, 0);
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - padding) + "=".repeat(padding);
}

/** The bytes of base64 (RFC 4648, padded), or undefined when it is not. Plain steps: kernels are decoded before anything is optimised. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const values = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) values[DIGITS.charCodeAt(i)] = i;
  const bytes = new Uint8Array((text.length / 4) * 3);
  for (let from = 0, into = 0; from < text.length; from += 4, into += 3) {
    const first = (values[text.charCodeAt(from)] as number) << 18;
    const second = (values[text.charCodeAt(from + 1)] as number) << 12;
    const third = (values[text.charCodeAt(from + 2)] as number) << 6;
    const word = first | second | third | (values[text.charCodeAt(from + 3)] as number);
    bytes[into] = word >> 16;
    bytes[into + 1] = word >> 8;
    bytes[into + 2] = word;
  }
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return bytes.subarray(0, bytes.length - padding);
}
