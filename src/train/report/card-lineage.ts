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
import { type Head, type LearnerRef, outcomesOf } from "../../system/index.ts";
import { outsideRows } from "./card-outside.ts";
import type { Facts } from "./facts.ts";

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
      const size = model === undefined ? "not registered" : `${model.id}, ${formatBytes(model.bytes)}`;
      return [name, `${outcomesOf(head).join(", ")} (${head.task})`, learnerWords(head), size];
    }),
  );
}

function learnerWords({ learner, calibration, task }: Head): string {
  const params = Object.entries(paramsOf(learner)).map(([name, value]) => `${name} ${String(value)}`);
  const calibrated = task === "binary" ? [`calibration ${calibration}`] : [];
  const bases = [learner.base ?? []].flat().map(({ learner: name, params: own }) => `${name}(${wordParams(own)})`);
  return `${learner.learner}: ${[...params, ...calibrated, ...bases].join(", ")}`;
}

function wordParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
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
    ["Contract", contractId(system.contract)],
    ["Judged on", result.split],
    ["Judged rows", formatNumber(result.judgedRows, "count")],
    ["Seed", String(system.seed)],
  ];
}

function runRows({ result }: Facts): readonly Row[] {
  const laps = Object.entries(result.seconds).map(
    ([lap, seconds]): Row => [`Time: ${lap}`, quantity(seconds * 1_000, "duration")],
  );
  return [["Scoring one decision (p99)", quantity(result.p99Ms, "duration")], ...laps];
}
