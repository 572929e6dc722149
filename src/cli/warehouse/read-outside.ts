import { dirname, resolve } from "node:path";
import type { Metric, ReadoutStatistics } from "../../experiment/index.ts";
import { type Command, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, optionInvalid, text } from "../calling/options.ts";
import type { OutsideExperiment } from "./outside-experiment.ts";

/** `alidade experiments outside`: the readout of an experiment that another tool ran. */
export const readOutsideExperiment: Command = defineCommand({
  name: "outside",
  summary: "Read out an experiment that ran elsewhere, from its units or its events in Parquet",
  about:
    "Reads what a warehouse exports, however long: one wide row for each unit, or exposures (unit, arm, at) and events (unit, name, " +
    "at, value), which wait on disk where they do not fit into memory. A JSON file says which metrics to make of them.",
  arguments: { file: argument("JSON file that describes the experiment") },
  options: {
    asOf: text("time", "events: as it was seen then, such as 2026-05-01 (default: now)"),
    html: text("file", "write a page with plots to this file"),
  },
  examples: [
    "alidade experiments outside checkout.json",
    "alidade experiments outside checkout.json --html checkout.html",
  ],
  async run(invocation) {
    const { args, options, cwd, clock } = invocation;
    const asOf = options.asOf === undefined ? clock.now() : Date.parse(options.asOf);
    if (Number.isNaN(asOf)) throw optionInvalid({ must: "a time, such as 2026-05-01", got: options.asOf ?? "" });
    const { readOutside } = await import("./outside-experiment.ts");
    const asked = await readOutside(args.file, cwd);
    const { defineDesign, defineMetrics, experimentReport, readStatistics } = await import("../../experiment/index.ts");
    const design = defineDesign(asked.design);
    const metrics = defineMetrics(asked.from.metrics);
    const folder = dirname(resolve(cwd, args.file));
    const statistics = await summed(asked, { folder, metrics, asOf }, invocation);
    const readout = readStatistics({ design, statistics });
    const document = experimentReport(readout, { currency: asked.currency, unit: asked.unit });
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { readout, ...page.json }, document: page.noted(document) };
  },
});

interface Where {
  /** From which files are named. */
  readonly folder: string;
  readonly metrics: readonly Metric[];
  readonly asOf: number;
}

async function summed(
  { design, from }: OutsideExperiment,
  { folder, metrics, asOf }: Where,
  { backends, progress, signal }: Pick<Invocation, "backends" | "progress" | "signal">,
): Promise<ReadoutStatistics> {
  const { compute, summariseFiles, summariseUnits } = await backends();
  const step = progress.step("units" in from ? "Reading units" : "Reading exposures and events");
  const { tmpdir } = await import("node:os");
  const whole = { experiment: design.name, arms: design.arms.map(({ arm }) => arm), metrics, progress: step.update };
  const there = { ...whole, compute: compute(signal) };
  const statistics = await ("units" in from
    ? summariseUnits({ ...there, units: resolve(folder, from.units) })
    : summariseFiles({
        ...there,
        ...from,
        ...{ metrics, exposures: resolve(folder, from.exposures), events: resolve(folder, from.events) },
        ...{ asOf, scratch: tmpdir() },
      }));
  step.done();
  return statistics;
}
