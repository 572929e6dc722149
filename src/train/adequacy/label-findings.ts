import { takeRows } from "../../data/index.ts";
import {
  crossScores,
  ENOUGH_EVENTS,
  ENOUGH_EXAMPLES,
  labelNoise,
  noiseFloor,
  sufficiencyOf,
} from "../../evaluate/index.ts";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { counted, whole } from "../check/counted.ts";
import type { Finding } from "../check/finding.ts";
import { type AdequacyCase, classCount, pricedLabel } from "./adequacy-case.ts";
import { quickTrees } from "./classify.ts";
import { names, share } from "./words.ts";

/** Whether there are enough examples of each class, and whether their labels are to be believed. Nothing of a value. */
export function labelFindings(all: AdequacyCase): readonly Finding[] {
  const priced = pricedLabel(all);
  const classes = classCount(priced);
  if (classes < 2) return [];
  return [...sufficiencyFindings(all, priced, classes), ...noiseFindings(all, priced, classes)];
}

type Priced = ReturnType<typeof pricedLabel>;

function classWord({ outcome, label }: Priced, place: number): string {
  if (outcome.kind === "flag") return place === 1 ? "yes" : "no";
  return label.classes[place] ?? String(place);
}

function sufficiencyFindings({ dataset }: AdequacyCase, priced: Priced, classes: number): readonly Finding[] {
  const features = dataset.features.columns.length;
  const { rare, eventsPerFeature } = sufficiencyOf(priced.label.values, classes, features);
  const few: Finding = {
    code: "label.few-examples",
    finding: "warning",
    message: `Fewer than ${ENOUGH_EXAMPLES} examples of ${names(rare.map((one) => classWord(priced, one.class)))} (the rarest: ${whole(rare[0]?.rows ?? 0)}); every figure about them is shaky.`,
    advice: "Predict something coarser, or collect more.",
  };
  const thin: Finding = {
    code: "label.few-events",
    finding: "warning",
    message: `${eventsPerFeature.toFixed(1)} rows outside the commonest class for each of ${counted(features, "feature")}; below ${ENOUGH_EVENTS} a model follows chance.`,
    advice: "Take fewer features, a learner that is held back more, or more rows.",
  };
  const found = [...(rare.length > 0 ? [few] : []), ...(eventsPerFeature < ENOUGH_EVENTS ? [thin] : [])];
  if (found.length > 0) return found;
  const message = `Every class has ${ENOUGH_EXAMPLES} examples or more; for each feature there are ${whole(Math.floor(eventsPerFeature))} rows outside the commonest class.`;
  return [{ code: "label.enough", finding: "ok", message }];
}

/** So many rows are enough to see what share of labels is doubtful. */
const SAMPLE = 12_000;
/** Fewer wrong labels than this, for certain, are not worth a word. */
const WORTH_A_LOOK = 0.01;
const SHOWN = 5;

function noiseFindings(all: AdequacyCase, priced: Priced, classes: number): readonly Finding[] {
  const { dataset, system, inspected } = all;
  const { label } = priced;
  const rows = sampleOf(dataset.rows, system.seed);
  const taken = Float64Array.from(rows, (row) => label.values[row] as number);
  const scores = crossScores({
    features: takeRows(dataset.features, rows),
    label: taken,
    classes,
    entity: Int32Array.from(rows, (row) => dataset.entity[row] as number),
    seed: system.seed,
    classify: quickTrees,
  });
  const judged = { label: taken, classes, probabilities: classes > 2 ? scores : bothSides(scores) };
  const found = labelNoise(judged);
  const floors = Array.from({ length: classes }, (_, of) => noiseFloor(judged, of)).flatMap((floor) =>
    isInsufficient(floor) || floor.share.low < WORTH_A_LOOK ? [] : [floor],
  );
  if (isInsufficient(found) || floors.length === 0) return [];
  const isWhole = dataset.unlabelled + dataset.acted === 0;
  const first = found.suspects
    .slice(0, SHOWN)
    .map(({ row }) => whole(inspected.rowNumbers[rows[row] as number] as number));
  const where = isWhole && first.length > 0 ? ` The first to look at: rows ${first.join(", ")}.` : "";
  const said = floors.map(
    ({ class: of, share: wrong }) =>
      `${share(wrong.value)} of the rows that are most surely “${classWord(priced, of)}”`,
  );
  return [
    {
      code: "label.noise",
      finding: "warning",
      message: `Another label than all else speaks for is on ${said.join(", on ")}, and the surer ones are no exception, as they would be if it were chance; in all ${share(found.share)} of the labels at most are doubtful (${counted(rows.length, "row")} looked at).${where}`,
      advice: "Let a second person look at some of them.",
    },
  ];
}

function sampleOf(rows: number, seed: number): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  if (rows <= SAMPLE) return all;
  return Int32Array.from(
    rng({ seed, purpose: "adequacy.noise" })
      .shuffled([...all])
      .slice(0, SAMPLE),
  ).sort();
}

/** Two probabilities a row from one. */
function bothSides(scores: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * scores.length }, (_, i) => {
    const yes = scores[i >> 1] as number;
    return i % 2 === 1 ? yes : 1 - yes;
  });
}
