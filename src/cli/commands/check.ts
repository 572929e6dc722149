import type { Finding } from "../../train/index.ts";
import { type Command, defineCommand } from "../command.ts";
import { argument, text } from "../options.ts";

/** `alidade check <system>`: the file against its data and the registry. */
export const command: Command = defineCommand({
  name: "check",
  summary: "Hold a system file against its data: contract, labels, leaks",
  about: "Reads the data, changes nothing, and ends with 1 when something is wrong. Types are checked by your editor.",
  arguments: { system: argument("the system file, or its folder") },
  options: { data: text("file", "read this file instead of the declared source") },
  examples: ["alidade check system.mts"],
  async run(invocation) {
    const { args, options, cwd, progress } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../system-source.ts");
    const { checkAgainstData } = await import("../../train/index.ts");
    const step = progress.step("Checking");
    const known = await knownRegistry(invocation);
    const findings = await checkAgainstData(loaded.system, {
      read: await readerFor(loaded, options.data, invocation),
      ...known,
    });
    step.done();
    const { table } = await import("../../report/index.ts");
    const failed = findings.filter(({ finding }) => finding === "fail").length;
    return {
      json: { system: loaded.system.name, ok: failed === 0, findings },
      document: {
        title: `Check of ${loaded.system.name}`,
        verdict: verdictOf(failed),
        summary: [],
        sections: [{ title: "Findings", blocks: [table(["", "what"], findings.map(rowOf))] }],
      },
      exit: failed > 0 ? 1 : 0,
    };
  },
});

function verdictOf(failed: number): { readonly tone: "good" | "bad"; readonly text: string } {
  if (failed === 0) return { tone: "good", text: "Nothing speaks against training." };
  return { tone: "bad", text: `${failed} ${failed === 1 ? "thing is" : "things are"} wrong.` };
}

const WORDS = { ok: "ok", warning: "note", fail: "wrong" } as const;
const TONES = { ok: "good", warning: "unknown", fail: "bad" } as const;

function rowOf({
  finding,
  message,
}: Finding): readonly [{ kind: "words"; text: string; tone: "good" | "unknown" | "bad" }, string] {
  return [{ kind: "words", text: WORDS[finding], tone: TONES[finding] }, message];
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
