import type { Table } from "../../data/index.ts";
import { meansOver, subtractMoney } from "../../evaluate/index.ts";
import { type Insufficient, insufficient, isAlidadeError } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { type FitDeps, fitHeads, judgedRows } from "../fit/fit-heads.ts";
import { planFor } from "../fit/plan-for.ts";
import { decisionsOf } from "../judge/candidate.ts";
import type { FeatureValue } from "./catalogue.ts";
import { featureValue } from "./feature-value.ts";
import { type Earning, earned } from "./money.ts";

export interface WorthWork {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
}

/** What features are worth, by name. */
export type Worths = Readonly<Record<string, FeatureValue | Insufficient>>;

export interface RetrainDeps extends Omit<FitDeps, "onProgress"> {
  /** Called with the share of all learning that is done, and the feature that is left out now; null for none. */
  readonly onProgress: (share: number, without: string | null) => void;
  readonly signal?: { throwIfAborted(): void };
}

/**
 * What decisions would lose without each feature: everything is learned again without it, on the same folds, and judged on
 * the same unseen decisions. `table`: the snapshot's rows, with the answers of its windows.
 */
export async function retrainedWorths(work: WorthWork, table: Table, deps: RetrainDeps): Promise<Worths> {
  const names = Object.keys(work.system.features);
  const { onProgress, signal, ...fit } = deps;
  const during = (done: number, name: string | null) => (share: number) =>
    onProgress((done + share) / (names.length + 1), name);
  const full = await learned(work, { ...fit, onProgress: during(0, null) });
  const mean = meansOver(decisionsOf(work.dataset, full.rows));
  const worths: Record<string, FeatureValue | Insufficient> = {};
  for (const [i, name] of names.entries()) {
    signal?.throwIfAborted();
    worths[name] = await worthWithout(
      name,
      { ...work, table, full: full.money, mean },
      {
        ...fit,
        onProgress: during(i + 1, name),
      },
    );
  }
  return worths;
}

interface Without extends WorthWork {
  readonly table: Table;
  readonly full: Float64Array;
  readonly mean: (perRow: Float64Array) => Estimated;
}

async function worthWithout(
  name: string,
  { system, table, full, mean }: Without,
  deps: FitDeps,
): Promise<FeatureValue | Insufficient> {
  const { [name]: _, ...features } = system.features;
  if (Object.keys(features).length === 0) return insufficient("it is the only feature");
  const less: SystemDefinition = { ...system, features };
  try {
    const { money } = await learned({ system: less, dataset: datasetOf(less, table) }, deps);
    return featureValue(system, name, { how: "retrained", lost: subtractMoney(full, money), mean });
  } catch (thrown) {
    // A learner whose parameters name the feature cannot do without it.
    if (!isAlidadeError(thrown)) throw thrown;
    return insufficient(`nothing can be learned without it: ${thrown.message}`);
  }
}

/** Money of every judged decision after learning from a dataset. */
async function learned(
  { system, dataset }: WorthWork,
  deps: FitDeps,
): Promise<Pick<Earning, "rows"> & { readonly money: Float64Array }> {
  const plan = planFor(system, dataset);
  const heads = await fitHeads({ system, dataset, plan }, deps);
  const rows = judgedRows(plan);
  const said = heads.map(({ name, unseen, classes }) => [name, { outputs: unseen, classes }] as const);
  return { rows, money: earned({ system, dataset, rows }, Object.fromEntries(said)) };
}
