import type { Finding } from "../../train/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, text } from "../calling/options.ts";

/** `alidade check <system>`: the file against its data and the registry. */
export const command: Command = defineCommand({
  name: "check",
  summary: "Hold a system file against its data: contract, labels, leaks, fitness",
  about:
    "Reads the data, changes nothing, and ends with 1 when something is wrong. A note is a question for a person: an identifier " +
    "among the features, copies across the split, doubtful labels, rows unlike those that are not labelled. Types are checked " +
    "by your editor.",
  arguments: { system: argument("the system file, or its folder") },
  options: { data: text("file", "read this file instead of the declared source") },
  examples: ["alidade check system.mts"],
  async run(invocation) {
    const { args, options, cwd, progress } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../loading/system-source.ts");
    const { checkAgainstData } = await import("../../train/index.ts");
    const step = progress.step("Checking");
    const known = await knownRegistry(invocation);
    const findings = await checkAgainstData(loaded.system, {
      read: await readerFor(loaded, options.data, invocation),
      ...known,
      now: invocation.clock.now(),
    });
    step.done();
    const { table } = await import("../../report/index.ts");
    const failed = findings.filter(({ finding }) => finding === "fail").length;
    return {
      json: { system: loaded.system.name, ok: failed === 0, findings },
      document: {
        title: `Check of ${loaded.system.name}`,
        verdict: verdictOf(failed, findings.filter(({ finding }) => finding === "warning").length),
        summary: [],
        sections: [{ title: "Findings", blocks: [table(["", "what"], findings.flatMap(rowsOf))] }],
      },
      exit: failed > 0 ? 1 : 0,
    };
  },
});

function verdictOf(failed: number, notes: number): { readonly tone: "good" | "bad"; readonly text: string } {
  const asked = `${notes} ${notes === 1 ? "note asks" : "notes ask"} for a look.`;
  if (failed > 0)
    return {
      tone: "bad",
      text: `${failed} ${failed === 1 ? "thing is" : "things are"} wrong.${notes > 0 ? ` ${asked}` : ""}`,
    };
  return { tone: "good", text: notes > 0 ? `Nothing is wrong. ${asked}` : "Nothing speaks against training." };
}

const WORDS = { ok: "ok", warning: "note", fail: "wrong" } as const;
const TONES = { ok: "good", warning: "unknown", fail: "bad" } as const;

type Row = readonly [string | { kind: "words"; text: string; tone: "good" | "unknown" | "bad" }, string];

/** What was found, and below it what to do. */
function rowsOf({ finding, message, advice }: Finding): readonly Row[] {
  const found: Row = [{ kind: "words", text: WORDS[finding], tone: TONES[finding] }, message];
  return advice === undefined ? [found] : [found, ["", `→ ${advice}`]];
}

/** The registry, when there is a state to hold the file against. */
async function knownRegistry({
  openState,
  registry,
}: Parameters<Command["run"]>[0]): Promise<{ registry?: Awaited<ReturnType<typeof registry>> }> {
  const { isAlidadeError } = await import("../../kernel/index.ts");
  try {
    await openState(false);
    return { registry: await registry() };
  } catch (thrown) {
    if (isAlidadeError(thrown, "state.missing")) return {};
    throw thrown;
  }
}
