import { type Command, defineCommand } from "../command.ts";
import { argument } from "../options.ts";

/** `alidade reproduce <system> <model>`: makes a model again from its lineage and compares the bytes. */
export const command: Command = defineCommand({
  name: "reproduce",
  summary: "Make a model again from its lineage and compare the bytes",
  arguments: { system: argument("the system file, or its folder"), model: argument("id of the model") },
  options: {},
  examples: ["alidade reproduce system.mts mdl_0123456789abcdef"],
  async run(invocation) {
    const { args, cwd, progress, signal } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { reproduce } = await import("../../train/index.ts");
    const { compute } = await invocation.backends();
    const { blobs } = await invocation.openState(false);
    const registry = await invocation.registry();
    const found = await reproduce(system, args.model, { registry, blobs, compute: compute(signal), progress });
    const { keyValues, words } = await import("../../report/index.ts");
    const verdict = found.same
      ? { tone: "good" as const, text: `${args.model} came out the same, byte for byte.` }
      : { tone: "bad" as const, text: `${args.model} came out different.` };
    const facts = keyValues({
      "Bytes registered": words(found.registered),
      "Bytes made now": words(found.made),
      Snapshot: words(found.snapshot),
    });
    return {
      json: found,
      document: { title: "Reproduced", verdict, summary: [], sections: [{ title: "Compared", blocks: [facts] }] },
      exit: found.same ? 0 : 1,
    };
  },
});
