import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface Missing {
  readonly id: string;
  /** What there is instead, oldest first. */
  readonly known: readonly string[];
}

const SHOWN = 5;

function defineUnknown(thing: string): ErrorConstructor<Missing> {
  return defineError(`registry.${thing}-unknown`, {
    headline: `No such ${thing}`,
    message: ({ id, known }: Missing) => `The registry has no ${thing} "${id}". It has ${listed(known)}.`,
  });
}

/** The newest few by name, the rest by number. */
function listed(known: readonly string[]): string {
  const shown = known.slice(-SHOWN).reverse().join(", ");
  const more = known.length > SHOWN ? ` and ${known.length - SHOWN} older` : "";
  return known.length === 0 ? "none" : shown + more;
}

export const modelUnknown: ErrorConstructor<Missing> = defineUnknown("model");
export const releaseUnknown: ErrorConstructor<Missing> = defineUnknown("release");
export const weightsUnknown: ErrorConstructor<Missing> = defineUnknown("weights");
export const snapshotUnknown: ErrorConstructor<Missing> = defineUnknown("snapshot");
export const runUnknown: ErrorConstructor<Missing> = defineUnknown("run");
