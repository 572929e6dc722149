import type { Comparison } from "../../data/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, list, optionInvalid, text } from "../calling/options.ts";

/** `alidade data compare <a> <b>`: what changed between two tables. */
export const command: Command = defineCommand({
  name: "compare",
  summary: "Say what changed between two tables",
  about:
    "Two snapshots, or what was learned from against what is served. A column has drifted when its change is larger than an " +
    "accepted bar and chance does not explain it; columns under a new name and changes of unit are recognised.",
  arguments: {
    before: argument("a data file, a system file or its folder, or a snapshot's id"),
    after: argument("what it is compared with, likewise"),
  },
  options: {
    label: text("column", "the column with which the others are compared"),
    system: text("file", "the system by whose contract data files are read (default: a guess)"),
    importance: list("a=3,b=1,…", "how much depends on columns: what matters most comes first"),
    failOn: choice(["small", "drift"], "end with 1 when a column changed so much, or more, or went away"),
    html: text("file", "write a page with plots to this file"),
  },
  examples: ["alidade data compare may.csv june.csv", "alidade data compare july data/ --fail-on drift"],
  async run(invocation) {
    const { args, options, progress } = invocation;
    const step = progress.step("Reading");
    const { readDataset } = await import("../data/read-dataset.ts");
    const before = await readDataset(args.before, options, invocation);
    const after = await readDataset(args.after, options, invocation);
    step.done();
    const { compareProfiles } = await import("../../data/index.ts");
    const importance = options.importance === undefined ? {} : { importance: weightsOf(options.importance) };
    const found = compareProfiles(before.profile, after.profile, importance);
    const names = { before: before.name, after: after.name };
    const { comparisonDocument, comparisonPage, comparisonJson } = await import("../data/comparison-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(options.html, () => comparisonPage(names, found), invocation);
    return {
      json: { ...names, ...comparisonJson(found), ...page.json },
      document: page.noted(comparisonDocument(names, found)),
      exit: options.failOn !== undefined && changedSo(found, options.failOn) ? 1 : 0,
    };
  },
});

/** A column that is gone is a change of its own; a new one breaks nobody. */
function changedSo({ columns, removed }: Comparison, limit: "small" | "drift"): boolean {
  const counts: readonly unknown[] = limit === "drift" ? ["drift"] : ["small", "drift"];
  return (
    removed.length > 0 || columns.some(({ verdict, nowNamed }) => nowNamed !== undefined || counts.includes(verdict))
  );
}

function weightsOf(pairs: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      const weight = Number(pair.slice(at + 1));
      if (at < 1 || !(weight >= 0))
        throw optionInvalid({ must: "columns with numbers, such as age=3,income=1", got: pair });
      return [pair.slice(0, at), weight];
    }),
  );
}
