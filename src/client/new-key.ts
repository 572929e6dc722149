/** A name that no other has, so that a repetition is known for what it is. */
export function newKey(): string {
  const { crypto } = globalThis;
  // A page that did not come over https has no `randomUUID`.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
