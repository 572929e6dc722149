import type { TrainRun } from "../../train/index.ts";
import { type Command, defineCommand } from "../command.ts";
import { argument, text } from "../options.ts";

/** `alidade train <system>`: from the data to a judged, registered candidate. */
export const command: Command = defineCommand({
  name: "train",
  summary: "Train, judge in money, and register a model",
  about:
    "Reads the source under its contract, takes a snapshot, fits every head, judges it on rows that it has not seen " +
    "against the rule, a constant and the champion, asks the gate, and registers the model with its lineage. The first " +
    "model to pass takes over from the rule; replacing a champion is `alidade release`. Ends with 1 when the gate says no; " +
    "an objective that nobody has stated is no refusal.",
  arguments: { system: argument("the system file, or its folder") },
  options: { data: text("file", "read this file instead of the declared source") },
  examples: ["alidade train system.mts", "alidade train examples/readmission --json"],
  async run(invocation) {
    const { args, options, cwd, progress, stopwatch, version, signal } = invocation;
    const { loadSystem, shownPath } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../system-source.ts");
    const { modelReport, train, trainJson, trainSummary } = await import("../../train/index.ts");
    const { keepingRefused } = await import("../keep-refused.ts");
    const { compute } = await invocation.backends();
    const state = await invocation.openState(true);
    const registry = await invocation.registry(true);
    const read = await readerFor(loaded, options.data, invocation);
    const run = await keepingRefused(
      () =>
        train(loaded.system, {
          read,
          registry,
          blobs: state.blobs,
          compute: compute(signal),
          progress,
          stopwatch,
          version,
          signal,
        }),
      { system: loaded.system, read, ...invocation },
    );
    const { writeReport } = await import("../write-report.ts");
    const name = run.result.models[0]?.id ?? `${loaded.system.name}-rule`;
    const report = await writeReport(modelReport(run, loaded.system), name, invocation);
    const file = shownPath(loaded.file, cwd);
    const next = nextCommands(run, file);
    return {
      json: { ...trainJson(run.result), report },
      document: trainSummary(run, loaded.system, { report: shownPath(report, cwd), next }),
      exit: refused(run) ? 1 : 0,
    };
  },
});

/** A gate that nobody could have passed has not said no. */
function refused({ result: { gate } }: TrainRun): boolean {
  const open = gate.reasons.filter(({ finding }) => finding !== "pass");
  return gate.verdict !== "pass" && !open.every(({ code }) => code === "objective.unstated" || code === "heads.none");
}

function nextCommands(run: TrainRun, file: string): readonly string[] {
  const serve = `alidade serve ${file}`;
  const { adoption, models } = run.result;
  const [model] = models;
  if (adoption.kind !== "waiting" || model === undefined || refused(run)) return [serve];
  return [`alidade release ${file} ${model.id} --dry-run`, serve];
}
