/**
 * Bytes by key. Keys are relative paths of `[a-z0-9._-]` segments; anything else is refused with `store.key-refused`, and
 * so is a key that would be the folder of another.
 */
export interface Blobs {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Writes whole or not at all, and durably. Overwrites. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Writes only when what is there hashes to `expected` (SHA-256), or when nothing is there and `expected` is null. */
  putIfMatch(key: string, bytes: Uint8Array, expected: string | null): Promise<boolean>;
  /** Keys that begin with the prefix, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** No error when there is nothing. */
  delete(key: string): Promise<void>;
}
