import type { Task } from "../../model/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, list, text } from "../calling/options.ts";

const TASKS = [
  "binary",
  "multiclass",
  "hierarchical",
  "multilabel",
  "regression",
  "ranking",
] as const satisfies readonly Task[];

/** `alidade models inspect <file>`: what a model file holds, and whether a system can use it. */
export const inspectModel: Command = defineCommand({
  name: "inspect",
  looks: true,
  summary: "Show what a model file holds, and whether a system can use it",
  about:
    "Reads LightGBM's model.txt, XGBoost's JSON and UBJSON, ONNX, and Alidade's own models. With `--system`, holds it " +
    "against the system's features and heads, and ends with 1 when no head can use it.",
  arguments: { file: argument("the model file") },
  options: {
    system: text("file", "the system file, or its folder, that is to use it"),
    task: choice(TASKS, "what it predicts, where the file does not say"),
    features: list(
      "a,b,…",
      "the system's names of the model's features, in its order, where the file does not name them",
    ),
  },
  examples: ["alidade models inspect model.txt", "alidade models inspect model.onnx --system system.mts"],
  async run({ args, options, backends, cwd }) {
    const { modelPorts, outside } = await backends();
    const bytes = await outside({ from: cwd }).read(args.file);
    const { describeFile } = await import("./model-description.ts");
    const request = { bytes, names: options.features, task: options.task, ports: modelPorts() };
    const description = describeFile(request);
    const { inspectionDocument } = await import("./model-views.ts");
    const { basename } = await import("node:path");
    const file = { name: basename(args.file), bytes: bytes.length };
    if (options.system === undefined)
      return {
        json: { file: args.file, bytes: bytes.length, ...description },
        document: inspectionDocument(file, description),
      };
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(options.system, cwd);
    const { fitOf } = await import("./model-fit.ts");
    const fit = fitOf(system, description, request);
    return {
      json: { file: args.file, bytes: bytes.length, ...description, fit },
      document: inspectionDocument(file, description, fit),
      exit: fit.fits ? 0 : 1,
    };
  },
});
