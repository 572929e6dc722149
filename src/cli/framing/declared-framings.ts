import { pathToFileURL } from "node:url";
import type { AddedFraming } from "../../assess/index.ts";
import { defineError, type ErrorConstructor, isObject } from "../../kernel/index.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";

interface Malformed {
  readonly path: string;
  readonly problem: string;
}

export const framingsMalformed: ErrorConstructor<Malformed> = defineError("cli.input.framings-malformed", {
  headline: "What the file says of framings cannot be read",
  message: ({ path, problem }: Malformed) =>
    `The export \`framings\` of ${path} must be an object with a system for each framing, over the same contract. ${problem}.`,
  hint: () =>
    'Write it as `export const framings = { "in bands": { system: bands, as: { low: 125_000, high: 400_000 } } };`, or `{ "in 7 days": sooner }` where the answers mean the same.',
});

/** The framings that a system file exports beside its default, by name; none when it exports none. Throws `cli.input.framings-malformed`. */
export async function declaredFramings(
  { file, system }: LoadedSystem,
  cwd: string,
): Promise<Readonly<Record<string, AddedFraming>>> {
  const { framings = {} } = (await import(pathToFileURL(file).href)) as { readonly framings?: unknown };
  const path = shownPath(file, cwd);
  if (!isObject(framings)) throw framingsMalformed({ path, problem: `Got ${typeof framings}` });
  const all = Object.entries(framings).map(([name, given]): [string, AddedFraming] => {
    const added = readFraming(given);
    if (added === undefined)
      throw framingsMalformed({ path, problem: `"${name}" is neither a system nor \`{ system, as }\`` });
    if (JSON.stringify(added.system.contract) !== JSON.stringify(system.contract))
      throw framingsMalformed({ path, problem: `"${name}" has another contract` });
    return [name, added];
  });
  return Object.fromEntries(all);
}

function readFraming(given: unknown): AddedFraming | undefined {
  if (isSystem(given)) return { system: given };
  if (!isObject(given) || !isSystem(given.system)) return undefined;
  const { system, as } = given;
  if (as === undefined) return { system };
  if (typeof as === "string" || isTable(as)) return { system, as };
  return undefined;
}

function isTable(value: unknown): value is Readonly<Record<string, number | string>> {
  return isObject(value) && Object.values(value).every((one) => typeof one === "number" || typeof one === "string");
}

function isSystem(value: unknown): value is AddedFraming["system"] {
  return isObject(value) && value.is === "alidade.system";
}
