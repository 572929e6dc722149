import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import { stateCorrupt } from "./state-errors.ts";

/** The layout that this version of Alidade writes. Raised when an older one could not read it. */
export const STATE_FORMAT = 3;

const FILE = "format.json";

export const stateFormatNewer: ErrorConstructor<{ readonly location: string; readonly format: number }> = defineError(
  "state.format-newer",
  {
    headline: "A state from a newer Alidade",
    message: ({ location, format }: { readonly location: string; readonly format: number }) =>
      `This Alidade reads state of format ${STATE_FORMAT} and older. ${location} has format ${format}.`,
    hint: () => "Update Alidade.",
  },
);

/** The format of the state in a directory; undefined when there is none. Throws `state.corrupt`, `state.format-newer`. */
export async function readFormat(location: string): Promise<number | undefined> {
  const text = await readFile(join(location, FILE), "utf8").catch((thrown: { code?: string }) => {
    if (thrown.code === "ENOENT") return undefined;
    throw thrown;
  });
  if (text === undefined) return undefined;
  const format = parsed(text);
  if (format === undefined) throw stateCorrupt({ location: join(location, FILE) });
  if (format > STATE_FORMAT) throw stateFormatNewer({ location, format });
  return format;
}

/** Marks a directory as a state. Two processes may do so at once: both write the same. */
export async function writeFormat(location: string): Promise<void> {
  const draft = join(location, `${FILE}.${randomBytes(4).toString("hex")}`);
  await writeFile(draft, `${JSON.stringify({ format: STATE_FORMAT })}\n`, { flush: true });
  await rename(draft, join(location, FILE));
}

function parsed(text: string): number | undefined {
  try {
    const { format } = JSON.parse(text) as { format?: unknown };
    return Number.isSafeInteger(format) && (format as number) > 0 ? (format as number) : undefined;
  } catch {
    return undefined;
  }
}
