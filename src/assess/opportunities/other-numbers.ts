import { competitor, moneyPerRow, subtractMoney } from "../../evaluate/index.ts";
import { stakesOf } from "../../objective/index.ts";
import { combineColumns } from "../../policy/index.ts";
import { isActing, type SystemDefinition } from "../../system/index.ts";
import { capacityOf, earningsOf, judgedOf, pricedOutcome, pricedTruth, thresholdOf } from "../../train/index.ts";
import { type Ground, halvesOf } from "./ground.ts";
import { type Opportunity, overYear } from "./opportunity.ts";

/** Cutoffs that are tried: as many quantiles of the scores. */
const CUTOFFS = 24;

/** What was tried instead of what the file says. */
interface Tried {
  readonly words: string;
  readonly money: Float64Array;
}

/** What another threshold, and other weights, would bring: chosen on one half of the entities, measured on the other. */
export function otherNumbers(ground: Ground): readonly Opportunity[] {
  return [...otherCutoff(ground), ...otherWeights(ground)];
}

function otherCutoff(ground: Ground): readonly Opportunity[] {
  const { system, dataset, rows, said, file } = ground;
  if (!isActing(system) || Object.keys(said).length === 0) return [];
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const stakes = stakesOf(system.objective);
  const starts = Object.fromEntries(Object.entries(system.weights).map(([head, { start }]) => [head, start]));
  const outputs = Object.fromEntries(Object.entries(said).map(([head, one]) => [head, one.outputs]));
  const score = combineColumns(outputs, starts, rows.length);
  const capacity = capacityOf(system);
  const sorted = score.filter((value) => !Number.isNaN(value)).sort();
  const cutoffs = [
    ...new Set(
      Array.from({ length: CUTOFFS }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / CUTOFFS)] as number),
    ),
  ];
  const tried = cutoffs.map(
    (threshold): Tried => ({
      words: String(Number(threshold.toPrecision(3))),
      money: moneyPerRow(judged, stakes, competitor(judged, { name: "other", score, threshold }, { capacity })),
    }),
  );
  const best = honestly(ground, tried);
  if (best === undefined) return [];
  const now = Number(thresholdOf(system, stakes).toPrecision(3));
  const perDecision = ground.mean(best.gain);
  return [
    {
      kind: "cutoff",
      name: "threshold",
      says: `Acting from a score of ${best.words} on instead of ${now}.`,
      perDecision,
      perYear: overYear(perDecision, ground.decisionsPerYear),
      basis: "measured",
      rests: `Chosen among ${tried.length} on one half of the entities and measured on the other, under the same capacity.`,
      next: [`alidade weights preview ${file} --threshold ${best.words}`],
    },
  ];
}

function otherWeights(ground: Ground): readonly Opportunity[] {
  const { system, dataset, rows, said, file } = ground;
  const heads = Object.keys(system.weights);
  if (heads.length < 2) return [];
  const tried = heads.flatMap((head) =>
    [0, 0.5, 2].flatMap((times): readonly Tried[] => {
      const changed = reweighed(system, head, times);
      if (changed === undefined) return [];
      return [
        {
          words: `${head}=${changed.weights[head]?.start}`,
          money: earningsOf({ system: changed, dataset, rows })(said),
        },
      ];
    }),
  );
  const best = honestly(ground, tried);
  if (best === undefined) return [];
  const perDecision = ground.mean(best.gain);
  return [
    {
      kind: "weights",
      name: best.words,
      says: `Other weights: ${best.words}.`,
      perDecision,
      perYear: overYear(perDecision, ground.decisionsPerYear),
      basis: "measured",
      rests: `Chosen among ${tried.length} on one half of the entities and measured on the other.`,
      next: [`alidade weights preview ${file} ${best.words}`, `alidade weights pareto ${file}`],
    },
  ];
}

/** Undefined where the bounds leave no room. */
function reweighed(system: SystemDefinition, head: string, times: number): SystemDefinition | undefined {
  const bounds = system.weights[head];
  if (bounds === undefined) return undefined;
  const start = Math.min(bounds.max, Math.max(bounds.min, bounds.start * times));
  if (start === bounds.start) return undefined;
  return { ...system, weights: { ...system.weights, [head]: { ...bounds, start } } };
}

/** The gain of whatever does best on the other half; the words are those of the choice on all. Undefined where nothing else was tried, or it comes to the same. */
function honestly(
  ground: Ground,
  tried: readonly Tried[],
): { readonly words: string; readonly gain: Float64Array } | undefined {
  if (tried.length === 0) return undefined;
  const halves = halvesOf(ground);
  const bestOn = (isIn: (place: number) => boolean): Tried | undefined => {
    const sumOf = ({ money }: Tried): number => money.reduce((sum, value, place) => sum + (isIn(place) ? value : 0), 0);
    return [...tried].sort((a, b) => sumOf(b) - sumOf(a))[0];
  };
  const chosen = [bestOn((place) => halves[place] === 1), bestOn((place) => halves[place] === 0)] as const;
  const all = bestOn(() => true);
  if (all === undefined) return undefined;
  const money = ground.money.map((own, place) => chosen[halves[place] as 0 | 1]?.money[place] ?? own);
  const gain = subtractMoney(money, ground.money);
  return gain.every((one) => one === 0) ? undefined : { words: all.words, gain };
}
