import type { Reproduction } from "../../train/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade reproduce <system> <model>`: makes a model again from its lineage and compares the bytes. */
export const command: Command = defineCommand({
  name: "reproduce",
  summary: "Make a model again from its lineage and compare the bytes",
  about:
    "Learns again from the stored snapshot, by the system file as it is now, and compares the bytes. A model that a command " +
    "made is compared by what it predicts, within the tolerance that the command declares. The history keeps the answer. " +
    "Ends with 1 when it came out different.",
  arguments: { system: argument("the system file, or its folder"), model: argument("id of the model") },
  options: {},
  examples: ["alidade reproduce system.mts mdl_0123456789abcdef"],
  async run(invocation) {
    const { args, cwd, progress, signal } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system, folder } = await loadSystem(args.system, cwd);
    const { isReproduced, reproduce } = await import("../../train/index.ts");
    const { compute, modelPorts, outside } = await invocation.backends();
    const { blobs } = await invocation.openState(false);
    const registry = await invocation.registry();
    const found = await reproduce(system, args.model, {
      ...{ registry, blobs, compute: compute(signal), progress },
      ...{ outside: outside({ from: folder, signal }), ports: modelPorts() },
    });
    const isFine = isReproduced(found);
    const { keyValues, words } = await import("../../report/index.ts");
    const verdict = { tone: isFine ? ("good" as const) : ("bad" as const), text: `${args.model} ${wordFound(found)}` };
    const { recalibratedAmong } = await import("../models/recalibrated-models.ts");
    const again = (await recalibratedAmong([args.model], registry)).map(
      (one) => `${one} That alone was learned again.`,
    );
    const facts = keyValues({
      "Bytes registered": words(found.registered),
      "Bytes made now": words(found.made),
      Snapshot: words(found.snapshot),
      ...(found.outside === null
        ? {}
        : {
            "Predictions differ by at most": words(String(found.outside.difference)),
            "Declared tolerance": words(String(found.outside.tolerance ?? "none")),
          }),
    });
    return {
      json: found,
      document: { title: "Reproduced", verdict, summary: again, sections: [{ title: "Compared", blocks: [facts] }] },
      exit: isFine ? 0 : 1,
    };
  },
});

function wordFound({ same, outside }: Reproduction): string {
  if (same) return "came out the same, byte for byte.";
  if (outside === null) return "came out different.";
  const { difference, tolerance } = outside;
  if (tolerance === null)
    return `came out different: predictions differ by up to ${difference}, and nothing was promised.`;
  return difference <= tolerance
    ? `came out with other bytes and predicts the same within the declared tolerance, ${tolerance}.`
    : `came out different: predictions differ by up to ${difference}; declared is ${tolerance}.`;
}
