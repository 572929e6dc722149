import { dirname, resolve } from "node:path";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, optionInvalid, text } from "../calling/options.ts";

/** `alidade experiments outside`: the readout of an experiment that another tool ran. */
export const readOutsideExperiment: Command = defineCommand({
  name: "outside",
  summary: "Read out an experiment that ran elsewhere, from its exposures and events",
  about:
    "Reads two Parquet files as a warehouse exports them: exposures (unit, arm, at) and events (unit, name, at, value), however " +
    "long: what does not fit into memory waits on disk. A JSON file says which metrics to make of them.",
  arguments: { file: argument("JSON file that describes the experiment") },
  options: {
    asOf: text("time", "as it was seen then, such as 2026-05-01 (default: now)"),
    html: text("file", "write a page with plots to this file"),
  },
  examples: [
    "alidade experiments outside checkout.json",
    "alidade experiments outside checkout.json --html checkout.html",
  ],
  async run(invocation) {
    const { args, options, cwd, signal, clock, progress } = invocation;
    const { readOutside } = await import("./outside-experiment.ts");
    const asked = await readOutside(args.file, cwd);
    const { defineDesign, defineMetrics, experimentReport, readStatistics } = await import("../../experiment/index.ts");
    const design = defineDesign(asked.design);
    const metrics = defineMetrics(asked.metrics);
    const { compute, summariseFiles } = await invocation.backends();
    const asOf = options.asOf === undefined ? clock.now() : Date.parse(options.asOf);
    if (Number.isNaN(asOf)) throw optionInvalid({ must: "a time, such as 2026-05-01", got: options.asOf ?? "" });
    const { tmpdir } = await import("node:os");
    const folder = dirname(resolve(cwd, args.file));
    const step = progress.step("Reading exposures and events");
    const statistics = await summariseFiles({
      experiment: design.name,
      exposures: resolve(folder, asked.exposures),
      events: resolve(folder, asked.events),
      ...{ arms: design.arms.map(({ arm }) => arm), columns: asked.columns, metrics, within: asked.within, asOf },
      ...(asked.before === undefined ? {} : { before: asked.before }),
      ...{ scratch: tmpdir(), compute: compute(signal), progress: step.update },
    });
    step.done();
    const readout = readStatistics({ design, statistics });
    const document = experimentReport(readout, { currency: asked.currency, unit: asked.unit });
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { readout, ...page.json }, document: page.noted(document) };
  },
});
