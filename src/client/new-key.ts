/** A name that no other has, so that a repetition is known for what it is. */
export function newKey(): string {
  return globalThis.crypto.randomUUID();
}
