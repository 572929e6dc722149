import { hashBytes } from "../../kernel/index.ts";
import type { Kernel } from "../../store/index.ts";

/** The SHA-256 of bytes, so that it can be reckoned on another thread. */
export function run(bytes: Uint8Array): string {
  return hashBytes(bytes);
}

/** {@link run} for whoever computes elsewhere. */
export const hashKernel: Kernel<Uint8Array, string> = { module: import.meta.url, run };
