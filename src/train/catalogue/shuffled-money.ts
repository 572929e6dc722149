import { type Column, type Table, takeRows } from "../../data/index.ts";
import { meansOver, subtractMoney } from "../../evaluate/index.ts";
import { inputsOf } from "../../features/index.ts";
import { rng } from "../../kernel/index.ts";
import { type Model, scoreModel } from "../../model/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { decisionsOf } from "../judge/candidate.ts";
import { featureValue } from "./feature-value.ts";
import { earningsOf, type HeadOutputs } from "./money.ts";
import type { Worths } from "./retrained-worths.ts";

/** Models by head, and rows that none of them had seen. */
export interface Asked {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  readonly models: Readonly<Record<string, Model>>;
  readonly rows: Int32Array;
}

/** Which features, and how often each has its values dealt out. */
export interface Shuffles {
  readonly features: readonly string[];
  readonly repeats: number;
}

/** What one decision would lose, were the values of one feature dealt out to other rows; nothing is learned anew. */
export function shuffledMoney(asked: Asked, { features, repeats }: Shuffles): Worths {
  const { system, dataset, models, rows } = asked;
  const table = takeRows(dataset.features, rows);
  const mean = meansOver(decisionsOf(dataset, rows));
  const earned = earningsOf(asked);
  const before = earned(saidBy(models, table));
  const worthOf = (name: string): Worths[string] => {
    const lost = new Float64Array(rows.length);
    const inputs = inputsFor(system, name);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const deal = rng({ seed: system.seed, unit: name, time: repeat, purpose: "catalogue.shuffle" });
      const after = earned(saidBy(models, dealt(table, inputs, deal.shuffled([...rows.keys()]))));
      for (const [row, money] of subtractMoney(before, after).entries())
        lost[row] = (lost[row] as number) + money / repeats;
    }
    return featureValue(system, name, { how: "shuffled", lost, mean });
  };
  return Object.fromEntries(features.map((name) => [name, worthOf(name)]));
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
export function inputsFor({ features }: SystemDefinition, name: string): ReadonlySet<string> {
  const node = features[name];
  return new Set(node === undefined ? [] : Object.keys(inputsOf({ [name]: node })));
}
