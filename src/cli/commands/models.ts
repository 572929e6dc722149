import type { Lineage } from "../../registry/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { optionalArgument, text } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { explainModel } from "../models/explain-model.ts";
import { exportOne } from "../models/model-export.ts";
import { inspectModel } from "../models/model-inspect.ts";
import { listing, shortTime } from "../output/listing.ts";
import type { GateVerdict } from "../releases/gate-verdicts.ts";

/** `alidade models`: what was trained, newest first, and what of it is served. */
export const command: Command = defineCommand({
  name: "models",
  looks: true,
  summary: "List the models of a system, inspect a model file, explain or export a model",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: { head: text("name", "only the models of one head") },
  examples: [
    "alidade models",
    "alidade models readmission --head risk",
    "alidade models inspect model.txt --system system.mts",
    "alidade models export mdl_0123456789abcdef --to onnx",
  ],
  actions: [inspectModel, explainModel, exportOne],
  async run({ args, options, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const shelf = await registry();
    const found = [...(await shelf.models(system, options.head))].reverse();
    const plan = await shelf.currentPlan(system);
    const releases = await Promise.all((plan?.allocations ?? []).map(({ release }) => shelf.findRelease(release)));
    const served = new Set(releases.flatMap(({ models }) => Object.values(models)));
    const { gateVerdicts } = await import("../releases/gate-verdicts.ts");
    const judged = await gateVerdicts(shelf, system, found);
    const { table, words } = await import("../../report/index.ts");
    return listing({
      title: `Models of ${system}`,
      json: {
        system,
        models: found.map((model) => ({
          ...model,
          judged: judged.get(model.id) ?? null,
          served: served.has(model.id),
        })),
      },
      none: "Nothing trained yet: `alidade train <system file>` makes the first model.",
      table: table(
        ["Model", "Head", "Learner", "Gate", "Trained", "Served"],
        found.map(({ id, head, lineage, createdAt }) => [
          id,
          head,
          wordLearned(lineage),
          words(wordGate(judged.get(id)), { tone: gateTone(judged.get(id)) }),
          shortTime(createdAt),
          served.has(id) ? words("yes", { tone: "good" }) : "no",
        ]),
      ),
    });
  },
});

function wordLearned({ learner, recalibrated, parents }: Lineage): string {
  return recalibrated === undefined ? learner : `${learner}, recalibrated from ${parents.join(", ")}`;
}

function wordGate(judged: GateVerdict | undefined): string {
  if (judged === undefined) return "not judged";
  return judged.run === undefined ? judged.verdict : `${judged.verdict} (${judged.run})`;
}

function gateTone(judged: GateVerdict | undefined): "good" | "bad" | "unknown" {
  if (judged?.verdict === "pass") return "good";
  return judged?.verdict === "refuse" ? "bad" : "unknown";
}
