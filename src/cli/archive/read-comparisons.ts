import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ArchivedComparison } from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, isObject, messageOf } from "../../kernel/index.ts";

interface Fault {
  readonly file: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const comparisonsUnreadable: ErrorConstructor<Fault> = defineError("cli.input.comparisons-unreadable", {
  headline: "Comparisons that cannot be read",
  message: ({ file, problem }: Fault) => `${file} must hold a JSON list of comparisons; ${problem}.`,
  hint: () => "`alidade experiments show <comparison> --json` prints one as it should look.",
});

/** What may be left out of a comparison in a file. */
const DEFAULTS = { v: 1, arm: "treatment", design: "ab", offline: {}, invalid: [], why: "" };

/**
 * The comparisons of a file, not yet checked. Times may be written as dates: `2026-03-01`. Throws
 * `cli.input.comparisons-unreadable`.
 */
export async function readComparisons(file: string, cwd: string): Promise<readonly ArchivedComparison[]> {
  const found = await parsed(file, cwd);
  if (!Array.isArray(found)) throw comparisonsUnreadable({ file, problem: "it holds something else" });
  return found.map((each: unknown) => {
    const given = isObject(each) ? each : {};
    const times = { from: timeOf(given.from), until: timeOf(given.until) };
    return { ...DEFAULTS, ...given, ...times } as unknown as ArchivedComparison;
  });
}

async function parsed(file: string, cwd: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(resolve(cwd, file), "utf8"));
  } catch (thrown) {
    throw comparisonsUnreadable({ file, problem: messageOf(thrown) }, thrown);
  }
}

/** A date as milliseconds; anything else as it is, for the check to complain of. */
function timeOf(value: unknown): unknown {
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : value;
}
