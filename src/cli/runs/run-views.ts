import type { Curves, Run } from "../../registry/index.ts";
import {
  type Block,
  type Document,
  formatNumber,
  formatQuantity,
  keyValues,
  linePlot,
  parallelPlot,
  quantity,
  type Section,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import { shortTime } from "../output/listing.ts";
import { differ, effectiveValue } from "./learner-defaults.ts";
import { recalibrationOf } from "./recalibration-of.ts";
import { fieldsOf, fieldValue, metricFields, paramFields, type RunField } from "./run-fields.ts";

const TONES = { finished: "good", failed: "bad", interrupted: "neutral", running: "unknown" } as const;

/** How a run ended, as a coloured word. */
export function statusOf({ status }: Run): Value {
  return words(status, { tone: TONES[status] });
}

/** What a run did, in a word or two; of a training that learned a calibration alone, or could not, that it did. */
export function kindOf({ kind, facts }: Run): string {
  if (facts.notRecalibrated !== undefined) return `${kind} (could not recalibrate)`;
  return facts.recalibrated === undefined ? kind : `${kind} (recalibrated)`;
}

/** How long a run took; nothing while it runs. */
export function tookOf({ took }: Run): Value {
  return took === null ? "" : quantity(took, "duration");
}

/** A value of a run in a cell. */
export function cellOf(value: unknown): string | number {
  if (typeof value === "number") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A value of a run by itself: `31`, and not `31.000` because another one has a fraction. */
function wordOf(value: unknown): string {
  return typeof value === "number" ? formatNumber(value) : String(cellOf(value));
}

/** One run: how it went, with what, on what, and what it made. */
export function runDocument(
  run: Run,
  { curves, trials }: { readonly curves: Curves; readonly trials: number },
): Document {
  const { id, kind, system, facts } = run;
  const error = typeof facts.error === "string" ? [`It failed: ${facts.error}`] : [];
  const more = trials > 0 ? [`It has ${trials} trials: alidade runs ${system} --parent ${id}`] : [];
  return {
    title: id,
    subtitle: `A ${kind === "train" ? "training" : kind} of ${system}`,
    summary: [...error, ...recalibrationOf(run), ...more],
    sections: [
      { title: "The run", blocks: [keyValues(runFacts(run))] },
      ...pairsSection("Parameters", run, kind === "search" ? searchFields(run) : paramFields(run)),
      ...pairsSection("Metrics", run, metricFields(run)),
      ...curvesSection(curves),
    ],
  };
}

function runFacts(run: Run): Readonly<Record<string, Value>> {
  const { startedAt, by, parent, snapshot, seed, models, artefacts, provenance } = run;
  return {
    Status: statusOf(run),
    Kind: kindOf(run),
    Started: `${shortTime(startedAt)} UTC by ${by}`,
    Took: tookOf(run),
    ...(parent === null ? {} : { "Belongs to": parent }),
    Snapshot: snapshot,
    Seed: quantity(seed, "count"),
    ...(models.length === 0 ? {} : { Models: models.join(", ") }),
    ...artefacts,
    ...(provenance === null ? {} : { Code: wordCode(provenance), Machine: wordMachine(provenance) }),
  };
}

function wordCode({ commit, dirty, version }: NonNullable<Run["provenance"]>): string {
  if (commit === null) return `version ${version}, no repository`;
  return `${commit.slice(0, 12)}${dirty === true ? " with changes" : ""}, version ${version}`;
}

function wordMachine({ node, platform, cpus }: NonNullable<Run["provenance"]>): string {
  return `${platform}, ${cpus} cores, Node ${node}`;
}

function searchFields({ params }: Run): readonly RunField[] {
  const settings = Object.keys((params.settings ?? {}) as object);
  return settings.map((name) => ({ name, path: ["params", "settings", name] }));
}

function pairsSection(title: string, run: Run, fields: readonly RunField[]): readonly Section[] {
  if (fields.length === 0) return [];
  const rows = fields.map((field) => [field.name, wordOf(fieldValue(run, field))]);
  return [{ title, blocks: [table([title === "Metrics" ? "Metric" : "Parameter", "Value"], rows)] }];
}

function curvesSection(curves: Curves): readonly Section[] {
  const series = Object.entries(curves).map(([name, points]) => ({ name, points }));
  if (series.length === 0) return [];
  const plot = linePlot({
    title: "Learning curves",
    x: { label: "step", unit: "count" },
    y: { label: "value" },
    series,
  });
  return [{ title: "Curves", blocks: [plot] }];
}

/** What two runs differ in; what both have alike is left out. */
export function diffOf(a: Run, b: Run): readonly { readonly name: string; readonly a: unknown; readonly b: unknown }[] {
  const own = ["kind", "status", "snapshot", "seed", "parent"].map((name) => ({ name, path: [name] }));
  const code = ["commit", "dirty", "version", "node", "platform", "cpus"].map((name) => ({
    name,
    path: ["provenance", name],
  }));
  const fields = [...own, ...fieldsOf([a, b]), ...code];
  return fields
    .filter((field) => differ([a, b], field))
    .map((field) => ({ name: field.name, a: effectiveValue(a, field), b: effectiveValue(b, field) }));
}

/** What two runs differ in, side by side. */
export function diffDocument(a: Run, b: Run): Document {
  const rows = diffOf(a, b).map(({ name, a: left, b: right }) => [
    name,
    wordOf(left),
    wordOf(right),
    change(left, right),
  ]);
  const blocks = [table(["", a.id, b.id, "Change"], rows)];
  return {
    title: `${a.id} and ${b.id}`,
    summary: rows.length === 0 ? ["They do not differ in anything that was recorded."] : [],
    sections: rows.length === 0 ? [] : [{ title: "What differs", blocks }],
  };
}

function change(a: unknown, b: unknown): string {
  return typeof a === "number" && typeof b === "number"
    ? formatQuantity(quantity(b - a, "number", { signed: true }))
    : "";
}

/** Rows of a comparison on a terminal; the page has them all. */
const SHOWN = 30;

interface Comparison {
  /** Whether all are listed, and not the first {@link SHOWN} alone. */
  readonly all: boolean;
  /** For trials of a search: how many there are over all rows, and in all its studies. */
  readonly of: { readonly choosing: number; readonly all: number } | null;
}

/** Many runs beside each other: what differs between them, and a line for each across it all. The best come first. */
export function compareDocument(runs: readonly Run[], { all, of }: Comparison): Document {
  const different = fieldsOf(runs).filter((field) => differ(runs, field));
  const fields = shortNames([...different.filter(isMetric), ...different.filter((field) => !isMetric(field))]);
  const shown = all ? runs : runs.slice(0, SHOWN);
  const isMixed = new Set(runs.map(({ status }) => status)).size > 1;
  const rows = shown.map((run) => [
    run.id,
    ...(isMixed ? [statusOf(run)] : []),
    ...fields.map((field) => (isMetric(field) ? cellOf(fieldValue(run, field)) : wordOf(effectiveValue(run, field)))),
  ]);
  const columns = fields.map((field) => ({ name: field.name, ...alignOf(runs, field) }));
  const blocks: Block[] = [table(["Run", ...(isMixed ? ["Status"] : []), ...columns], rows)];
  if (runs.length > 2 && fields.filter((field) => isNumber(runs, field)).length > 1)
    blocks.unshift(sweep(runs, fields));
  return {
    title: `${runs.length} ${of === null ? "runs" : "trials"} compared`,
    summary: partWords(shown.length, runs.length, of),
    sections: [{ title: "Side by side", lead: "Only what differs.", blocks }],
  };
}

/** How many are listed of how many. */
function partWords(listed: number, compared: number, of: Comparison["of"]): readonly string[] {
  const total = of?.choosing ?? compared;
  const page = listed < compared ? `; --html has ${compared === total ? "all" : `the first ${compared}`}` : "";
  const more = compared < total ? "; --limit takes more" : "";
  if (of === null) return listed < total ? [`The first ${listed} of ${total} are listed${page}.`] : [];
  const which = listed < total ? `The first ${listed} of ${total} trials` : `All ${total} trials`;
  const checks = of.all - total;
  const rest =
    checks === 0
      ? ""
      : ` The search ran ${of.all} in all: the other ${checks} only ${checks === 1 ? "checks" : "check"} what its choice is worth.`;
  return [`${which} that choose are listed${page}${more}.${rest}`];
}

function isNumber(runs: readonly Run[], field: RunField): boolean {
  const values = runs.map((run) => effectiveValue(run, field)).filter((value) => value !== undefined && value !== null);
  return values.length > 0 && values.every((value) => typeof value === "number");
}

function alignOf(runs: readonly Run[], field: RunField): { readonly align?: "right" } {
  return isNumber(runs, field) ? { align: "right" } : {};
}

function isMetric({ path }: RunField): boolean {
  return path[0] === "metrics";
}

/** Without the head, where all fields are of one. */
function shortNames(fields: readonly RunField[]): readonly RunField[] {
  const heads = new Set(fields.map(({ name }) => name.split(".")[0]));
  return heads.size > 1 ? fields : fields.map(({ name, path }) => ({ name: name.slice(name.indexOf(".") + 1), path }));
}

/** Parameters to the left, metrics to the right. */
function sweep(runs: readonly Run[], fields: readonly RunField[]): Block {
  const axes = [...fields.filter((field) => !isMetric(field)), ...fields.filter(isMetric)];
  const values = (run: Run) => axes.map((field) => axisValue(effectiveValue(run, field)));
  return parallelPlot({
    title: "Runs across what they differ in, the first tenth in front",
    axes: axes.map((field) => ({ name: field.name, log: isWide(runs, field) })),
    lines: runs.map((run) => ({ name: run.id, values: values(run) })),
  });
}

function axisValue(value: unknown): number | string | null {
  if (typeof value === "number") return value;
  return value === undefined || value === null ? null : cellOf(value);
}

/** Numbers above 0 that span more than a factor of thirty are read on a logarithmic scale. */
function isWide(runs: readonly Run[], field: RunField): boolean {
  const numbers = runs.map((run) => effectiveValue(run, field)).filter((value) => typeof value === "number");
  return numbers.length > 0 && Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) > 30;
}
