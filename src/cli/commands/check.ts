import { type Command, defineCommand } from "../calling/command.ts";
import { argument, text } from "../calling/options.ts";

/** `alidade check <system>`: the file against its data, its requirements and the registry. */
export const command: Command = defineCommand({
  name: "check",
  summary: "Hold a system file against its data and its requirements: contract, labels, leaks, fitness",
  about:
    "Reads the data, changes nothing, and ends with 1 when something is wrong. A note is a question for a person: an identifier " +
    "among the features, copies across the split, doubtful labels, rows unlike those that are not labelled, an assumption of the " +
    "brief that the data refute. The objective's `requirements` are listed with what each demands of the file and what it set; " +
    "what `regulated` demands has to be met. Types are checked by your editor.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    data: text("file", "read this file instead of the declared source"),
    html: text("file", "write a page to this file"),
  },
  examples: ["alidade check system.mts", "alidade check system.mts --html check.html"],
  async run(invocation) {
    const { args, options, cwd, progress } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../../embed/index.ts");
    const { checkAgainstData } = await import("../../train/index.ts");
    const { declaredMonitors } = await import("../../watch/index.ts");
    declaredMonitors(loaded.system);
    const { profileIn } = await import("../checking/profile-in.ts");
    const { assumptionsIn } = await import("../checking/assumptions-in.ts");
    const step = progress.step("Checking");
    const known = await knownRegistry(invocation);
    const now = invocation.clock.now();
    let assumptions: ReturnType<typeof assumptionsIn> = [];
    const findings = await checkAgainstData(loaded.system, {
      read: await readerFor(loaded, options.data, invocation),
      ...known,
      now,
      onRows: (rows) => {
        assumptions = assumptionsIn(loaded.system, { rows, now });
      },
    });
    const profile = await profileIn(loaded.system, { ...known, now });
    step.done();
    const { checkDocument, countOf } = await import("../checking/check-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const checked = { system: loaded.system.name, findings, assumptions, profile };
    const document = checkDocument(checked);
    const page = await writeTo(options.html, () => document, invocation);
    const { failed } = countOf(checked);
    return {
      json: { system: loaded.system.name, ok: failed === 0, findings, assumptions, ...profile, ...page.json },
      document: page.noted(document),
      exit: failed > 0 ? 1 : 0,
    };
  },
});

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
