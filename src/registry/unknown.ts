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

interface MissingModel extends Missing {
  /** Whose models are listed. */
  readonly system?: string;
}

export const modelUnknown: ErrorConstructor<MissingModel> = defineError("registry.model-unknown", {
  headline: "No such model",
  message: ({ id, known, system }: MissingModel) =>
    `The registry has no model "${id}". ${system === undefined ? "It" : `"${system}"`} has ${listed(known)}.`,
  hint: ({ system }: MissingModel) => `\`alidade models${system === undefined ? "" : ` ${system}`}\` lists them.`,
});

export const releaseUnknown: ErrorConstructor<Missing> = defineUnknown("release");
export const weightsUnknown: ErrorConstructor<Missing> = defineUnknown("weights");
export const snapshotUnknown: ErrorConstructor<Missing> = defineUnknown("snapshot");
export const runUnknown: ErrorConstructor<Missing> = defineUnknown("run");
