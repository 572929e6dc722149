import { bytesToHex } from "@noble/hashes/utils.js";

/** Bytes as hexadecimal digits, two for each. */
export function hexOf(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}
