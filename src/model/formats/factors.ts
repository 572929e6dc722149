import type { TextColumn } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { defineFormat, type Model, type ModelFormat } from "../model.ts";
import { ofLength, readNumber, readNumbers, readRecord, readTexts } from "../shape.ts";
import { columnsFor } from "../signature.ts";

/** The users, or the items: each with a bias and `stranger.length` factors. */
export interface FactorsSide {
  readonly names: readonly string[];
  readonly bias: Float64Array;
  /** Names × factors. */
  readonly factors: Float64Array;
  /** The factors of one that is missing or was never seen; its bias is 0. */
  readonly stranger: Float64Array;
}

/** Row by row: mean + bias of the user + bias of the item + user · item. Slot 0 is the user, slot 1 the item. */
export interface FactorsBody {
  readonly mean: number;
  readonly users: FactorsSide;
  readonly items: FactorsSide;
}

/** Matrix factorisation: a value (regression) or a score (ranking) for a user and an item. */
export const factors: ModelFormat<FactorsBody> = defineFormat<FactorsBody>({
  name: "factors",
  version: 1,
  scoreRaw(model, table) {
    const { mean, users, items } = model.body;
    const [who, what] = columnsFor(model, table) as readonly [TextColumn, TextColumn];
    const user = numbersOf(users, who);
    const item = numbersOf(items, what);
    const scores = new Float64Array(table.rows);
    for (let row = 0; row < table.rows; row++) {
      const u = user[who.codes[row] as number] ?? -1;
      const i = item[what.codes[row] as number] ?? -1;
      scores[row] = mean + biasOf(users, u) + biasOf(items, i) + product(users, items, [u, i]);
    }
    return scores;
  },
  encode: ({ mean, users, items }) => ({ mean, users: plain(users), items: plain(items) }),
  decode(data, { signature: { features } }) {
    if (ofLength(features, "the features", 2).some(({ kind }) => kind !== "text"))
      throw modelCorrupt({ what: "a user or an item is no text" });
    const parts = readRecord(data, "the body");
    const users = readSide(parts.users, "the users");
    const items = readSide(parts.items, "the items");
    ofLength(items.stranger, "an item's factors", users.stranger.length);
    return { mean: readNumber(parts.mean, "the mean"), users, items };
  },
  importance: ({ signature, body }: Model<FactorsBody>) => {
    const sizes = [sizeOf(body.users), sizeOf(body.items)];
    const total = (sizes[0] as number) + (sizes[1] as number);
    return Object.fromEntries(signature.features.map(({ name }, i) => [name, total > 0 ? (sizes[i] ?? 0) / total : 0]));
  },
});

const indexes = new WeakMap<FactorsSide, ReadonlyMap<string, number>>();

/** The number of each level of a column among the names, -1 for a stranger. */
function numbersOf(side: FactorsSide, { levels }: TextColumn): readonly number[] {
  const ready = indexes.get(side) ?? new Map(side.names.map((name, e) => [name, e]));
  indexes.set(side, ready);
  return levels.map((level) => ready.get(level) ?? -1);
}

function biasOf({ bias }: FactorsSide, e: number): number {
  return e < 0 ? 0 : (bias[e] as number);
}

function product(users: FactorsSide, items: FactorsSide, [u, i]: readonly [number, number]): number {
  const rank = users.stranger.length;
  let sum = 0;
  for (let f = 0; f < rank; f++) sum += factorOf(users, u * rank, f) * factorOf(items, i * rank, f);
  return sum;
}

function factorOf({ factors: values, stranger }: FactorsSide, start: number, f: number): number {
  return (start < 0 ? stranger[f] : values[start + f]) as number;
}

function sizeOf({ bias, factors: values, names }: FactorsSide): number {
  const squares = (list: Float64Array): number => list.reduce((sum, value) => sum + value * value, 0);
  return names.length === 0 ? 0 : (squares(bias) + squares(values)) / names.length;
}

function plain({ names, bias, factors: values, stranger }: FactorsSide): unknown {
  return { names, bias: [...bias], factors: [...values], stranger: [...stranger] };
}

function readSide(data: unknown, what: string): FactorsSide {
  const parts = readRecord(data, what);
  const names = readTexts(parts.names, `the names of ${what}`);
  const stranger = Float64Array.from(readNumbers(parts.stranger, `the stranger of ${what}`));
  const bias = Float64Array.from(readNumbers(parts.bias, `the biases of ${what}`));
  const values = Float64Array.from(readNumbers(parts.factors, `the factors of ${what}`));
  ofLength(bias, `the biases of ${what}`, names.length);
  ofLength(values, `the factors of ${what}`, names.length * stranger.length);
  return { names, bias, factors: values, stranger };
}
