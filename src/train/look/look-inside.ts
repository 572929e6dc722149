import { column } from "../../data/index.ts";
import { interactionStrength, partialDependence, permutationImportance } from "../../evaluate/index.ts";
import { eventFieldsOf, fieldsOf, type WindowNode, windowsOf } from "../../features/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { importanceOf, type Model, scoreModel } from "../../model/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { outcomesOf, type SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { headLabel } from "../dataset/head-label.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { exampleOf } from "./example.ts";
import { featureMoney } from "./feature-money.ts";
import { learningOf, lossOf } from "./learning.ts";
import type { Dependence, Look, Together, Unseen, Worth } from "./look.ts";
import { type Sample, sampleOf } from "./sample.ts";
import { modelOf } from "./witness.ts";

/** Rows that are asked about, features that are shuffled, and how often each. */
const ROWS = 2_000;
const FEATURES = 20;
const REPEATS = 2;
/** Features whose money is told. */
const PRICED = 12;
/** Features whose effect is drawn, and rows that it is averaged over. */
const DRAWN = 4;
const DRAWN_ROWS = 500;
/** Rows of which each is compared with each. */
const PAIRED_ROWS = 30;
/** Milliseconds that looking may take. */
const PATIENCE = 6_000;

export interface LookWork {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  /** All heads, which decide together. Default: the one that is looked at. */
  readonly heads?: readonly FittedHead[];
}

/** Looks into one of the judged models of a head, with rows that it had not seen: what it uses, how, and why in one case. */
export function lookInside(work: LookWork, fitted: FittedHead, stopwatch: () => number): Look | Unseen {
  const { witness, head, name } = fitted;
  if (fitted.kept !== undefined) return { kind: "none", why: "it was kept, and the run that it is from tells of it" };
  if (fitted.recalibrated !== undefined)
    return { kind: "none", why: `only its calibration is new; the report on ${fitted.recalibrated.from} looks inside` };
  if (witness === null) return { kind: "none", why: "it was learned outside of this process" };
  const label = headLabel(work.dataset, head);
  const unseen = sampleOf(work.dataset, label, { rows: witness.unseen, most: ROWS });
  if (unseen.table.rows === 0) return { kind: "none", why: "no row is there that it had not seen" };
  const model = modelOf(witness);
  const used = usedBy(model);
  if (timeFor(model, unseen, { used: used.length, stopwatch }) > PATIENCE)
    return { kind: "none", why: "it scores too slowly to be asked often enough" };
  const output = outputToTell(model, unseen);
  const worth = worthOf(model, unseen, { features: used.slice(0, FEATURES), seed: work.system.seed });
  const { heads = [fitted] } = work;
  const money = featureMoney(work, { heads, unseen: witness.unseen, used, most: PRICED });
  const top = (worth?.map(({ feature }) => feature) ?? used).slice(0, DRAWN);
  const about = model.signature.classes[output] ?? null;
  const seen = sampleOf(work.dataset, label, { rows: witness.train, most: ROWS });
  return {
    kind: "look",
    head: name,
    rows: unseen.table.rows,
    about,
    worth,
    money,
    dependence: top.map((feature) => dependenceOf(model, unseen, { feature, output })),
    together: strongest(model, unseen, { top, output }),
    example: exampleOf(model, unseen.table, { output, ...wordsFor(work.system, fitted, about) }),
    learning:
      "yesWeight" in head && head.yesWeight !== undefined ? null : learningOf(witness, rawOf(model), { seen, unseen }),
  };
}

/** The features that the model uses, the most used first; all of them where it cannot tell. */
function usedBy(model: Model): readonly string[] {
  const shares = importanceOf(model);
  const used = model.signature.features.map(({ name }) => name).filter((name) => shares[name] !== 0);
  return used.sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
}

interface Cost {
  readonly used: number;
  readonly stopwatch: () => number;
}

/** Scorings by which the time is told: the first pays for compiling, and one of them may have to wait for other work. */
const TRIALS = 4;

/** Milliseconds that all the questions would take, by the fastest of a few scorings. */
function timeFor(model: Model, { table }: Sample, { used, stopwatch }: Cost): number {
  const took = Array.from({ length: TRIALS }, () => {
    const started = stopwatch();
    scoreModel(model, table);
    return stopwatch() - started;
  });
  // Once for what the answers lose, once for what the money does.
  const shuffles = 2 * Math.min(used, FEATURES) * REPEATS;
  const drawn = (DRAWN * 20 * DRAWN_ROWS + 6 * PAIRED_ROWS ** 2 * 3) / ROWS;
  return Math.min(...took) * (shuffles + drawn + 20);
}

/** Of several outputs the one that is true most often. */
function outputToTell({ signature }: Model, { labels }: Sample): number {
  const { classes, task } = signature;
  if (classes.length === 0) return 0;
  const counts = new Float64Array(classes.length);
  labels.forEach((label, i) => {
    const place = task === "multilabel" ? i % classes.length : label;
    counts[place] = (counts[place] as number) + (task === "multilabel" ? label : 1);
  });
  return counts.indexOf(Math.max(...counts));
}

interface Asked {
  readonly features: readonly string[];
  readonly seed: number;
}

function worthOf(model: Model, sample: Sample, { features, seed }: Asked): readonly Worth[] | null {
  const { task } = model.signature;
  if (task === "ranking") return null;
  const before = lossOf(model, sample);
  // Of a value the root is told of, in the value's own unit.
  const shown = (ratio: number): number => (task === "regression" ? Math.sqrt(Math.max(0, ratio)) : ratio);
  const relative = (rise: Estimated): Estimated =>
    isInsufficient(rise) || !(before > 0) ? rise : mapEstimate(rise, (value) => shown(1 + value / before) - 1);
  const judged = { ...model, signature: { ...model.signature, task } };
  return permutationImportance(judged, sample, { seed, repeats: REPEATS, rows: ROWS, features }).map(
    ({ feature, increase }) => ({ feature, rise: relative(increase) }),
  );
}

interface One {
  readonly feature: string;
  readonly output: number;
}

function dependenceOf(model: Model, { table }: Sample, { feature, output }: One): Dependence {
  const { kind } = column(table, feature);
  const points = kind === "number" ? 20 : 8;
  return {
    feature,
    kind: kind === "time" ? "number" : kind,
    points: partialDependence(model, table, { feature, output, points, rows: DRAWN_ROWS }),
  };
}

/** The pair that depends most on each other. */
function strongest(
  model: Model,
  { table }: Sample,
  { top, output }: { readonly top: readonly string[]; readonly output: number },
): Together | null {
  const pairs = top.flatMap((a, i) => top.slice(i + 1).map((b) => [a, b] as const));
  const found = pairs.map(
    (features): Together => ({
      features,
      // The strength is a root: its square is a share of the variance.
      share: interactionStrength(model, table, { features, output, rows: PAIRED_ROWS }) ** 2,
    }),
  );
  return found.reduce<Together | null>((best, one) => (best === null || one.share > best.share ? one : best), null);
}

/** What the answer is called, and whose features' values stay unsaid. */
function wordsFor({ contract, streams, features }: SystemDefinition, { head }: FittedHead, about: string | null) {
  const isPersonal = (field: string): boolean => contract.fields[field]?.personal !== undefined;
  const isOfPersonalEvents = (window: WindowNode): boolean =>
    eventFieldsOf(window).some((field) => streams[window.stream]?.contract.fields[field]?.personal !== undefined);
  const personal = Object.entries(features).filter(
    ([, node]) => fieldsOf(node).some(isPersonal) || windowsOf(node).some(isOfPersonalEvents),
  );
  return { called: calledBy(head, about), personal: new Set(personal.map(([name]) => name)) };
}

function calledBy(head: FittedHead["head"], about: string | null): string {
  if (head.task === "regression") return "the estimate";
  if (head.task === "ranking" || head.task === "blend") return "the score";
  return `the probability of “${about ?? outcomesOf(head)[0]}”`;
}

function rawOf({ calibrations: _, ...model }: Model): Model {
  return { ...model, calibration: { kind: "none" } };
}
