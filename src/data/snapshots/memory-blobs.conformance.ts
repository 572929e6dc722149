import { hashBytes } from "../../kernel/index.ts";
import type { Blobs } from "../../store/index.ts";

/** Blobs in memory, for tests, with what they keep. */
export function memoryBlobs(): Blobs & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    get: async (key) => kept.get(key)?.slice(),
    put: async (key, bytes) => void kept.set(key, bytes.slice()),
    putIfMatch: async (key, bytes, expected) => {
      const there = kept.get(key);
      const matches = (there === undefined ? null : hashBytes(there)) === expected;
      if (matches) kept.set(key, bytes.slice());
      return matches;
    },
    list: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)).sort(),
    delete: async (key) => void kept.delete(key),
  };
}
