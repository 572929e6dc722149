import { groupsOf, type Table, takeRows } from "../../data/index.ts";
import { insufficient, isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { type FitDeps, fitHeads } from "../fit/fit-heads.ts";
import { planFor } from "../fit/plan-for.ts";
import { modelOf } from "../look/witness.ts";
import type { Worths } from "./retrained-worths.ts";
import { type Asked, shuffledMoney } from "./shuffled-money.ts";

/** Rows that are learned from and asked about in all, rows whose values are shuffled, and how often each feature's are. */
const LEARNED = 20_000;
const SHUFFLED = 5_000;
const REPEATS = 3;

/**
 * What decisions lose when one feature's values are dealt out to other rows, by a model of a part of the rows on others that
 * it had not seen. Cheap, and blind to what another feature would make up for if the model learned without it. `table`: the
 * snapshot's rows, with the answers of its windows.
 */
export async function shuffledWorths(system: SystemDefinition, table: Table, deps: FitDeps): Promise<Worths> {
  const names = Object.keys(system.features);
  try {
    const dataset = datasetOf(system, takeRows(table, sampleOf(system, table)));
    const asked = await askedOf(system, dataset, deps);
    if (asked !== undefined) return shuffledMoney(asked, { features: names, repeats: REPEATS });
    return Object.fromEntries(
      names.map((name) => [name, insufficient("the heads are learned outside of this process")]),
    );
  } catch (thrown) {
    // Too few rows to learn anything from: training says so in its own words.
    if (!isAlidadeError(thrown)) throw thrown;
    return Object.fromEntries(names.map((name) => [name, insufficient(thrown.message)]));
  }
}

/** Rows of so many entities, or lists, that there are about enough. */
function sampleOf({ policy, entity }: SystemDefinition, table: Table): Int32Array {
  const every = Math.ceil(table.rows / LEARNED);
  const together = policy.policy === "rank-by" ? policy.list : entity;
  const ids = together === undefined ? undefined : groupsOf(table, together).ids;
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row++) if ((ids?.[row] ?? row) % every === 0) rows.push(row);
  return Int32Array.from(rows);
}

async function askedOf(system: SystemDefinition, dataset: Dataset, deps: FitDeps): Promise<Asked | undefined> {
  const two = { ...system, evaluation: { ...system.evaluation, folds: 2 } };
  const plan = planFor(two, dataset);
  const heads = await fitHeads({ system: two, dataset, plan }, deps);
  const models = heads.flatMap(({ name, witness }) => (witness === null ? [] : [[name, modelOf(witness)] as const]));
  const [fit] = plan.judged;
  const unseen = fit === undefined ? undefined : plan.fits[fit]?.score;
  if (models.length < heads.length || unseen === undefined) return undefined;
  const size = Math.min(unseen.length, SHUFFLED);
  const rows = Int32Array.from({ length: size }, (_, i) => unseen[Math.floor((i * unseen.length) / size)] as number);
  return { system, dataset, models: Object.fromEntries(models), rows };
}
