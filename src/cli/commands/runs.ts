import { type Command, defineCommand } from "../calling/command.ts";
import { choice, flag, number, optionalArgument, text, withDefault } from "../calling/options.ts";
import { namedSystems } from "../loading/named-system.ts";
import { listing, shortTime } from "../output/listing.ts";
import { systemOfRun } from "../runs/named-run.ts";
import { compareRuns, diffRuns, forkRun, showRun } from "../runs/run-actions.ts";
import type { RunField } from "../runs/run-fields.ts";

/** `alidade runs`: trainings and searches, newest first, those that failed included; what is asked for of trials. */
export const command: Command = defineCommand({
  name: "runs",
  looks: true,
  summary: "List, show, compare, diff and fork runs",
  about:
    "Lists trainings and searches of one system or of all; the trials of a search with `--parent`, or all with `--kind trial`. A field is what every " +
    "run has (kind, status, parent, number, snapshot, seed, by, startedAt, endedAt, took), a metric such as rocAuc, or a " +
    "parameter such as numLeaves.",
  arguments: { system: optionalArgument("name or file of the system; all of them when left out") },
  options: {
    where: text("conditions", 'only those that fit, such as "rocAuc>0.67,status=finished"'),
    sort: text("field", "by this field, the least first (default the newest first)"),
    descending: flag("the greatest first"),
    kind: choice(["train", "search", "trial"], "only this kind"),
    parent: text("id", "only what belongs to this run"),
    limit: withDefault(number("n", "how many", { min: 1, max: 100_000, integer: true }), 20),
    offset: withDefault(number("n", "how many to leave out before", { min: 0, integer: true }), 0),
  },
  examples: [
    "alidade runs readmission",
    'alidade runs readmission --where "rocAuc>0.67" --sort rocAuc --descending',
    "alidade runs compare --parent run_readmission_9 --html",
  ],
  actions: [showRun, compareRuns, diffRuns, forkRun],
  async run({ args, options, registry, cwd }) {
    const ofParent = args.system === undefined && options.parent !== undefined ? [systemOfRun(options.parent)] : null;
    const systems = ofParent ?? (await namedSystems(args.system, { registry, cwd }));
    const system = systems.length === 1 ? (systems[0] ?? null) : null;
    const { queryOf } = await import("../runs/run-query.ts");
    const shelf = await registry();
    const { query, shown } = await queryOf(shelf, systems, options);
    const { runsAcross } = await import("../runs/runs-across.ts");
    const { runs, total } = await runsAcross(shelf, systems, query);
    const { cellOf, kindOf, statusOf, tookOf } = await import("../runs/run-views.ts");
    const { fieldValue } = await import("../runs/run-fields.ts");
    const { table } = await import("../../report/index.ts");
    const isFiltered = options.where !== undefined || options.kind !== undefined || options.parent !== undefined;
    const several = <T>(cells: readonly T[]): readonly T[] => (system === null ? cells : []);
    const cut = runs.length < total ? [`${runs.length} of ${total}; --limit and --offset show others.`] : [];
    return listing({
      title: `Runs of ${system ?? `${systems.length} systems`}`,
      json: { system, total, runs },
      none: isFiltered ? "No run fits." : "No run yet: `alidade train <system file>` starts the first.",
      summary: cut,
      order: options.sort === undefined ? "Newest first" : `By ${options.sort}`,
      table: table(
        [...["Run", ...several(["System"]), "Kind", "Status", "Started", "Took"], ...shown.map(({ name }) => name)],
        runs.map((run) => [
          ...[run.id, ...several([run.system]), kindOf(run), statusOf(run), shortTime(run.startedAt), tookOf(run)],
          ...shown.map((field: RunField) => cellOf(fieldValue(run, field))),
        ]),
      ),
    });
  },
});
