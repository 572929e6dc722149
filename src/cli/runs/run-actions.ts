import type { Registry, Run } from "../../registry/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { anyArguments, argument, flag, list, number, text, withDefault } from "../calling/options.ts";
import { namedRun, systemOfRun } from "./named-run.ts";

/** `alidade runs show <id>` */
export const showRun: Command = defineCommand({
  name: "show",
  looks: true,
  summary: "Show one run: its parameters, code, machine, metrics and curves",
  arguments: { id: argument("id of the run") },
  options: {},
  examples: ["alidade runs show run_readmission_3"],
  async run({ args, registry }) {
    const shelf = await registry();
    const run = await namedRun(shelf, args.id);
    const curves = await shelf.curvesOf(run);
    const { total: trials } = await shelf.findRuns(run.system, { where: [ofParent(run.id)], limit: 0 });
    const { runDocument } = await import("./run-views.ts");
    return { json: { run, curves, trials }, document: runDocument(run, { curves, trials }) };
  },
});

/** `alidade runs diff <a> <b>` */
export const diffRuns: Command = defineCommand({
  name: "diff",
  looks: true,
  summary: "Show what two runs differ in",
  arguments: { a: argument("id of a run"), b: argument("id of another") },
  options: {},
  examples: ["alidade runs diff run_readmission_3 run_readmission_4"],
  async run({ args, registry }) {
    const shelf = await registry();
    const [a, b] = [await namedRun(shelf, args.a), await namedRun(shelf, args.b)];
    const { diffDocument, diffOf } = await import("./run-views.ts");
    return { json: { a: a.id, b: b.id, differences: diffOf(a, b) }, document: diffDocument(a, b) };
  },
});

/** `alidade runs compare <a> <b> …` */
export const compareRuns: Command = defineCommand({
  name: "compare",
  looks: true,
  summary: "Compare many runs at a glance",
  about: "Compares the runs that are named, or the trials of a search over all rows. What all have alike is left out.",
  arguments: { ids: anyArguments("ids of runs") },
  options: {
    parent: text("id", "the trials of this search"),
    sort: text("field", "the best by this field come first"),
    descending: flag("more is better"),
    limit: withDefault(number("n", "trials at most", { min: 2, max: 10_000, integer: true }), 100),
    html: flag("write a page with all of them"),
  },
  examples: [
    "alidade runs compare run_readmission_3 run_readmission_4",
    "alidade runs compare --parent run_readmission_9 --sort logLoss --html",
  ],
  async run(invocation) {
    const { args, options, registry } = invocation;
    const shelf = await registry();
    const { runs, of } = await comparedRuns(shelf, args.ids ?? [], options);
    const { compareDocument } = await import("./run-views.ts");
    const document = compareDocument(runs, { all: false, of });
    if (!options.html) return { json: { runs }, document };
    const { writeReport } = await import("../output/write-report.ts");
    const name = `compare-${options.parent ?? runs[0]?.id ?? "runs"}`;
    const report = await writeReport(compareDocument(runs, { all: true, of }), name, invocation);
    return { json: { runs, report }, document: { ...document, summary: [...document.summary, `The page: ${report}`] } };
  },
});

interface Wanted {
  readonly parent: string | undefined;
  readonly sort: string | undefined;
  readonly descending: boolean;
  readonly limit: number;
}

function ofParent(id: string) {
  return { path: ["parent"], is: "=", value: id } as const;
}

interface Compared {
  readonly runs: readonly Run[];
  /** What the runs are taken from; null for runs that were named. */
  readonly of: { readonly choosing: number; readonly all: number } | null;
}

async function comparedRuns(registry: Registry, ids: readonly string[], wanted: Wanted): Promise<Compared> {
  const { runFields, fieldValue } = await import("./run-fields.ts");
  const { parent, sort, descending, limit } = wanted;
  if (parent === undefined) {
    const runs = await Promise.all(ids.map((id) => namedRun(registry, id)));
    if (runs.length < 2) throw needsTwo();
    if (sort === undefined) return { runs, of: null };
    const field = (await runFields(registry, [...new Set(ids.map(systemOfRun))]))(sort);
    const value = (run: Run): number => Number(fieldValue(run, field) ?? Number.NaN);
    const sorted = runs.toSorted((a, b) => (descending ? value(b) - value(a) : value(a) - value(b)));
    return { runs: sorted, of: null };
  }
  if (ids.length > 0) throw needsTwo();
  const search = await namedRun(registry, parent);
  const by = sort ?? Object.keys(search.metrics)[0];
  const order = by === undefined ? {} : { sort: { path: (await runFields(registry, [search.system]))(by).path } };
  // The choices of other studies were made and judged on other rows.
  const where = [ofParent(parent), { path: ["facts", "study"], is: "=", value: "all rows" }] as const;
  const { runs, total } = await registry.findRuns(search.system, { where, ...order, descending, limit });
  const { total: all } = await registry.findRuns(search.system, { where: [ofParent(parent)], limit: 0 });
  return { runs, of: { choosing: total, all } };
}

function needsTwo(): Error {
  return usage({ problem: "Name two runs or more, or a search with --parent.", help: "alidade runs compare --help" });
}

/** `alidade runs fork <system> <id> --set numLeaves=20` */
export const forkRun: Command = defineCommand({
  name: "fork",
  summary: "Train again with a run's parameters, some of them changed",
  about:
    "Takes the learners and parameters of a training or a trial, changes what `--set` says, and trains on the data as " +
    "they are now. The new run names the old one as its parent; the system file is left alone.",
  arguments: { system: argument("the system file, or its folder"), id: argument("id of the run") },
  options: {
    set: list("param=value,…", "parameters to change; with several heads `head.param=value`"),
    data: text("file", "read this file instead of the declared source"),
  },
  examples: ["alidade runs fork examples/readmission run_readmission_3 --set numLeaves=20,rounds=200"],
  async run(invocation) {
    const { args, cwd, registry } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const run = await (await registry()).findRun(loaded.system.name, args.id);
    const { forked } = await import("./fork-run.ts");
    const system = forked(loaded.system, run, invocation.options.set ?? []);
    const { trainLoaded } = await import("../training/train-loaded.ts");
    return await trainLoaded({ ...loaded, system }, { ...invocation, parent: run.id });
  },
});
