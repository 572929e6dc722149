import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, text, withDefault } from "../calling/options.ts";

/** `alidade opportunities <system>`: where the next money is. */
export const command: Command = defineCommand({
  name: "opportunities",
  summary: "Where the next money is: parts, missing values, labels, more rows, other numbers, what is not measured",
  about:
    "Learns the heads of the file on folds of the data and looks where decisions could bring more: parts in which the model is wrong, features " +
    "that are often missing, labels, twice the rows (a learning curve), another threshold or other weights, an effect that nobody has " +
    "measured. Ranked by expected money with intervals; many looks are accounted for. Each names the next command. Stores nothing.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    data: text("file", "read this file instead of the declared source"),
    perYear: number("n", "decisions a year (default: the objective's `perYear`)", { min: 1 }),
    rows: withDefault(
      number("n", "look at so many rows at most; everything is learned a dozen times", { min: 200, integer: true }),
      10_000,
    ),
    html: text("file", "write a page with plots to this file"),
  },
  examples: [
    "alidade opportunities system.mts",
    "alidade opportunities system.mts --per-year 50000 --html opportunities.html",
  ],
  async run(invocation) {
    const { args, options, cwd, progress, signal, backends } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../../embed/index.ts");
    const { findOpportunities, opportunitiesReport } = await import("../../assess/index.ts");
    const { compute } = await backends();
    const found = await findOpportunities(loaded.system, {
      ...{ progress, signal, file: args.system, perYear: options.perYear, rows: options.rows },
      read: await readerFor(loaded, options.data, invocation),
      compute: compute(signal),
    });
    const document = opportunitiesReport(found);
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { ...found, ...page.json }, document: page.noted(document) };
  },
});
