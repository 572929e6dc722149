import { defineError, type ErrorConstructor } from "../kernel/index.ts";

export const keyRefused: ErrorConstructor<{ readonly key: string; readonly why: string }> = defineError(
  "store.key-refused",
  {
    headline: "A key that cannot be used",
    message: ({ key, why }: { readonly key: string; readonly why: string }) =>
      `A key is a relative path of at most ${LONGEST} characters, whose segments hold only a-z, 0-9, ".", "_" and "-", and are not "." or "..". Got ${JSON.stringify(key)}: ${why}.`,
  },
);

const LONGEST = 512;
const SEGMENT = /^[a-z0-9._-]{1,200}$/;

/** The key's segments. Throws `store.key-refused` for anything that could lead out of the store or differ between backends. */
export function keySegments(key: string): readonly string[] {
  if (key.length > LONGEST) throw keyRefused({ key: `${key.slice(0, 40)}…`, why: `it has ${key.length} characters` });
  const segments = key.split("/");
  for (const segment of segments) {
    if (segment === "") throw keyRefused({ key, why: "it has an empty segment" });
    if (segment === "." || segment === "..") throw keyRefused({ key, why: `it has the segment "${segment}"` });
    if (!SEGMENT.test(segment)) throw keyRefused({ key, why: `the segment ${JSON.stringify(segment)} is not allowed` });
  }
  return segments;
}
