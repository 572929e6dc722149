/** A name for one push that no other has, so that a repetition is known for what it is. */
export function pushKey(): string {
  return globalThis.crypto.randomUUID();
}
