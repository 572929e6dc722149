import { meansOver } from "../../evaluate/index.ts";
import { hashUniform } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import {
  type Dataset,
  earningsOf,
  type FitPlan,
  fitHeads,
  type HeadOutputs,
  judgedRows,
  planFor,
} from "../../train/index.ts";

/** What every opportunity is measured on: a dataset, how it is divided, and what the heads of the file say of rows that they have not seen. */
export interface Ground {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  readonly said: HeadOutputs;
  /** Money of every judged decision. */
  readonly money: Float64Array;
  /** As the command names the system. */
  readonly file: string;
  readonly decisionsPerYear: number | null;
  /** Learns again: from another dataset with the same rows, or by another plan with the same judged rows. */
  learn(change: { readonly dataset?: Dataset; readonly plan?: FitPlan }): Promise<HeadOutputs>;
  /** Mean over judged decisions with its interval, entities being what varies. */
  mean(perRow: Float64Array): Estimated;
}

interface GroundCase extends Pick<Ground, "system" | "dataset" | "file" | "decisionsPerYear"> {
  readonly compute: Compute;
  readonly signal?: { throwIfAborted(): void } | undefined;
}

/** Three folds tell nearly as much as five, and everything here is learned many times. */
const FOLDS = 3;

/** Learns the heads of the file once, on folds. */
export async function groundOf(given: GroundCase): Promise<Ground> {
  const { dataset, compute, file, decisionsPerYear, signal } = given;
  const evaluation = { ...given.system.evaluation, folds: Math.min(FOLDS, given.system.evaluation.folds) };
  const system = { ...given.system, evaluation };
  const plan = planFor(system, dataset);
  const learn: Ground["learn"] = async (change) => {
    signal?.throwIfAborted();
    const heads = await fitHeads(
      { system, dataset: change.dataset ?? dataset, plan: change.plan ?? plan },
      { compute },
    );
    return Object.fromEntries(heads.map(({ name, unseen, classes }) => [name, { outputs: unseen, classes }]));
  };
  const rows = judgedRows(plan);
  const said = await learn({});
  const money = earningsOf({ system, dataset, rows })(said);
  const weight = Float64Array.from(rows, (row) => dataset.weight?.[row] ?? 1);
  const entity = Int32Array.from(rows, (row) => dataset.entity[row] as number);
  const mean = meansOver({ rows: rows.length, entity, weight, slices: { rows: rows.length, columns: [] } });
  return { system, dataset, plan, rows, said, money, file, decisionsPerYear, learn, mean };
}

/** What was said of some of the judged rows, by their places among them. */
export function saidOf(said: HeadOutputs, places: Int32Array): HeadOutputs {
  return Object.fromEntries(
    Object.entries(said).map(([head, { outputs, classes }]) => {
      const width = Math.max(1, classes.length);
      const kept = new Float64Array(places.length * width);
      for (const [i, place] of places.entries())
        for (let k = 0; k < width; k++) kept[i * width + k] = outputs[place * width + k] as number;
      return [head, { outputs: kept, classes }];
    }),
  );
}

/** Which half of the entities each judged row belongs to: what is chosen on one half is measured on the other. */
export function halvesOf({ rows, dataset, system }: Ground): Uint8Array {
  return Uint8Array.from(rows, (row) => (hashUniform(`half ${system.seed} ${dataset.entity[row]}`) < 0.5 ? 0 : 1));
}
