import { contractId } from "../../data/index.ts";
import { resolveParams } from "../../kernel/index.ts";
import { learners } from "../../learn/index.ts";
import {
  type Block,
  formatBytes,
  formatNumber,
  quantity,
  type TableBlock,
  table,
  type Value,
} from "../../report/index.ts";
import { type Head, type LearnerRef, outcomesOf, validationShare } from "../../system/index.ts";
import type { LoggedRows } from "../weights/logged.ts";
import { outsideRows } from "./card-outside.ts";
import type { Facts } from "./facts.ts";
import { share } from "./wording.ts";

type Row = readonly [string, Value];

/** Everything that the models were made from, and what the run took. */
export function lineageCard(facts: Facts): readonly Block[] {
  return [headsTable(facts), table(["Lineage", ""], [...dataRows(facts), ...outsideRows(facts), ...runRows(facts)])];
}

function headsTable({ system, result }: Facts): TableBlock {
  return table(
    ["Head", "Predicts", "Learner and parameters", "Model"],
    Object.entries(system.heads).map(([name, head]) => {
      const model = result.models.find((trained) => trained.head === name);
      const kept = model?.kept === undefined ? "" : ", kept";
      const again = model?.recalibrated === undefined ? "" : `, recalibrated from ${model.recalibrated}`;
      const size = model === undefined ? "not registered" : `${model.id}, ${formatBytes(model.bytes)}${kept}${again}`;
      return [name, `${outcomesOf(head).join(", ")} (${head.task})`, learnerWords(head), size];
    }),
  );
}

function learnerWords(head: Head): string {
  const { learner, calibration, task } = head;
  const params = wordParams(paramsOf(learner));
  const calibrated = task === "binary" ? [`calibration ${calibration}`] : [];
  const aside = validationShare(head);
  const watched = aside === undefined ? [] : [`validation ${aside}`];
  const bases = [learner.base ?? []].flat().map(({ learner: name, params: own }) => `${name}(${wordParams(own)})`);
  return `${learner.learner}: ${[...(params === "" ? [] : [params]), ...calibrated, ...watched, ...bases].join(", ")}`;
}

function wordParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");
}

/** A list or an object with nothing in it: a default that says nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** The parameters in use, defaults included. */
function paramsOf({ learner, params }: LearnerRef): Readonly<Record<string, unknown>> {
  const found = learners[learner as keyof typeof learners];
  return found === undefined ? params : resolveParams(learner, found.params, params);
}

function dataRows({ system, result, run }: Facts): readonly Row[] {
  const { snapshot } = result;
  return [
    ["Snapshot", snapshot.id],
    ["Source", `${system.source.source} ${system.source.path}`],
    ["Rows", formatNumber(snapshot.rows, "count")],
    ["Set aside by the contract", formatNumber(snapshot.quarantined, "count")],
    ["Left out: outcome not known", formatNumber(run.dataset.unlabelled, "count")],
    ["Left out: somebody had acted", formatNumber(run.dataset.acted, "count")],
    ...Object.entries(run.dataset.logged).flatMap(([name, logged]) =>
      loggedRows(name, logged, system.outcomes[name]?.cap),
    ),
    ["Contract", contractId(system.contract)],
    ["Judged on", result.split],
    ["Judged rows", formatNumber(result.judgedRows, "count")],
    ["Seed", String(system.seed)],
  ];
}

/** What the rows of an outcome weigh whose history was left to chance. */
function loggedRows(name: string, { rows, effective, capped, lost }: LoggedRows, cap = Infinity): readonly Row[] {
  const worth = `${formatNumber(rows, "count")} rows, worth ${formatNumber(Math.round(effective), "count")} of equal weight`;
  const cut =
    capped === 0
      ? "none"
      : `${formatNumber(capped, "count")} rows, to ${cap}: a rate is off by at most ${share(Number(lost.toPrecision(2)))}`;
  return [
    [`Weighted by 1 / propensity: ${name}`, worth],
    ["Weights cut off", cut],
  ];
}

function runRows({ result }: Facts): readonly Row[] {
  const laps = Object.entries(result.seconds).map(
    ([lap, seconds]): Row => [`Time: ${lap}`, quantity(seconds * 1_000, "duration")],
  );
  return [["Scoring one decision (p99)", quantity(result.p99Ms, "duration")], ...laps];
}
