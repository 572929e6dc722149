import { type Column, groupsOf, type Table, takeRows } from "../../data/index.ts";
import { meansOver, subtractMoney } from "../../evaluate/index.ts";
import { inputsOf } from "../../features/index.ts";
import { insufficient, isAlidadeError, rng } from "../../kernel/index.ts";
import { type Model, scoreModel } from "../../model/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { type FitDeps, fitHeads } from "../fit/fit-heads.ts";
import { planFor } from "../fit/plan-for.ts";
import { decisionsOf } from "../judge/candidate.ts";
import { modelOf } from "../look/witness.ts";
import { featureValue } from "./feature-value.ts";
import { earned, type HeadOutputs } from "./money.ts";
import type { Worths } from "./retrained-worths.ts";

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
    if (asked !== undefined) return shuffled(system, dataset, asked);
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

/** Models, and rows that none of them had seen. */
interface Asked {
  readonly models: Readonly<Record<string, Model>>;
  readonly rows: Int32Array;
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
  return { models: Object.fromEntries(models), rows };
}

function shuffled(system: SystemDefinition, dataset: Dataset, { models, rows }: Asked): Worths {
  const work = { system, dataset, rows };
  const table = takeRows(dataset.features, rows);
  const mean = meansOver(decisionsOf(dataset, rows));
  const before = earned(work, saidBy(models, table));
  const worthOf = (name: string): Worths[string] => {
    const lost = new Float64Array(rows.length);
    const inputs = inputsFor(system, name);
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const deal = rng({ seed: system.seed, unit: name, time: repeat, purpose: "catalogue.shuffle" });
      const after = earned(work, saidBy(models, dealt(table, inputs, deal.shuffled([...rows.keys()]))));
      for (const [row, money] of subtractMoney(before, after).entries())
        lost[row] = (lost[row] as number) + money / REPEATS;
    }
    return featureValue(system, name, { how: "shuffled", lost, mean });
  };
  return Object.fromEntries(Object.keys(system.features).map((name) => [name, worthOf(name)]));
}

function saidBy(models: Readonly<Record<string, Model>>, table: Table): HeadOutputs {
  return Object.fromEntries(
    Object.entries(models).map(([head, model]) => [
      head,
      { outputs: scoreModel(model, table), classes: model.signature.classes },
    ]),
  );
}

/** The columns that are given to a model for one feature alone, with their values in another order. */
function dealt({ rows, columns }: Table, names: ReadonlySet<string>, order: readonly number[]): Table {
  const deal = (column: Column): Column => takeRows({ rows, columns: [column] }, order).columns[0] ?? column;
  return { rows, columns: columns.map((column) => (names.has(column.name) ? deal(column) : column)) };
}

/** What a model is given for a feature: its own column, or those that its transforms begin with. */
function inputsFor({ features }: SystemDefinition, name: string): ReadonlySet<string> {
  const node = features[name];
  return new Set(node === undefined ? [] : Object.keys(inputsOf({ [name]: node })));
}
