import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Invocation } from "../calling/command.ts";

interface Unknown {
  readonly name: string;
  readonly known: readonly string[];
  readonly suggestion: string;
}

export const systemUnknown: ErrorConstructor<Unknown> = defineError("cli.input.system-unknown", {
  headline: "No such system in this state",
  message: ({ name, known, suggestion }: Unknown) =>
    `Nothing was recorded of a system "${name}".${suggestion} There is ${known.join(", ") || "no system yet"}.`,
  hint: () => "A system is recorded when it is trained or served for the first time; `--dir` names another state.",
});

export const systemAmbiguous: ErrorConstructor<{ readonly known: readonly string[] }> = defineError(
  "cli.system-ambiguous",
  {
    headline: "Which system?",
    message: ({ known }: { readonly known: readonly string[] }) => `This state holds ${known.join(", ")}.`,
    hint: ({ known }: { readonly known: readonly string[] }) => `Name one, such as \`${known[0] ?? ""}\`.`,
  },
);

/**
 * The name of a recorded system: as given, read from its file when a path is given, or the only one there is. Throws
 * `cli.input.system-unknown`, `cli.system-ambiguous`.
 */
export async function namedSystem(
  given: string | undefined,
  { registry, cwd }: Pick<Invocation, "registry" | "cwd">,
): Promise<string> {
  const known = await (await registry()).systems();
  if (given === undefined) return onlyOne(known);
  const name = /[./\\]/.test(given) ? await nameInFile(given, cwd) : given;
  if (known.includes(name)) return name;
  throw systemUnknown({ name, known, suggestion: didYouMean(name, known) });
}

/** The name of a recorded system as {@link namedSystem} has it, or of all of them when none is given. Throws `cli.input.system-unknown`. */
export async function namedSystems(
  given: string | undefined,
  around: Pick<Invocation, "registry" | "cwd">,
): Promise<readonly string[]> {
  const known = await (await around.registry()).systems();
  return given === undefined && known.length > 0 ? known : [await namedSystem(given, around)];
}

function onlyOne(known: readonly string[]): string {
  const [first, ...more] = known;
  if (first === undefined) throw systemUnknown({ name: "*", known, suggestion: "" });
  if (more.length > 0) throw systemAmbiguous({ known });
  return first;
}

async function nameInFile(path: string, cwd: string): Promise<string> {
  const { loadSystem } = await import("../load-system.ts");
  return (await loadSystem(path, cwd)).system.name;
}
