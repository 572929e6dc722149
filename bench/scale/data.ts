import type { Column } from "../../src/data/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";
import type { TrainingSet } from "../../src/learn/index.ts";

const FEATURES = 16;

/** A shop's catalogue: departments, shelves in each, kinds of product on each. */
export const TREE: { readonly departments: number; readonly shelves: number; readonly kinds: number } = {
  ...{ departments: 20, shelves: 25, kinds: 10 },
};

/** Where the products of a node lie around those of the node above: closer, the finer the node. */
function centres(draws: Rng, count: number, spread: number): readonly Float64Array[] {
  return Array.from({ length: count }, () => Float64Array.from({ length: FEATURES }, () => spread * draws.normal()));
}

/** The paths of all kinds: 20 departments of 25 shelves of 10 kinds are 5,000. */
export function classesOf({
  departments,
  shelves,
  kinds,
}: Readonly<Record<keyof typeof TREE, number>> = TREE): readonly string[] {
  const padded = (name: string, i: number): string => `${name} ${String(i).padStart(2, "0")}`;
  return Array.from({ length: departments * shelves * kinds }, (_, leaf) => {
    const shelf = Math.floor(leaf / kinds);
    return [
      padded("department", Math.floor(shelf / shelves)),
      padded("shelf", shelf % shelves),
      padded("kind", leaf % kinds),
    ].join(" > ");
  });
}

/** Products of every kind, told apart by 16 numbers: departments easily, kinds with some error. */
export function products(perKind: number, seed: number, tree = TREE): TrainingSet {
  const classes = classesOf(tree);
  const rows = classes.length * perKind;
  const places = rng({ seed: 1, purpose: "scale centres" });
  const levels = [
    centres(places, tree.departments, 3),
    centres(places, tree.departments * tree.shelves, 1.5),
    centres(places, classes.length, 0.8),
  ] as const;
  const draws = rng({ seed, purpose: "scale products" });
  const columns = Array.from({ length: FEATURES }, (_, i): Column & { values: Float64Array } => ({
    name: `f${String(i).padStart(2, "0")}`,
    kind: "number",
    values: new Float64Array(rows),
  }));
  const label = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const leaf = row % classes.length;
    const shelf = Math.floor(leaf / tree.kinds);
    const parts = [levels[0][Math.floor(shelf / tree.shelves)], levels[1][shelf], levels[2][leaf]];
    label[row] = leaf;
    for (let i = 0; i < FEATURES; i++)
      (columns[i] as { values: Float64Array }).values[row] =
        parts.reduce((sum, centre) => sum + (centre?.[i] ?? 0), 0) + 0.5 * draws.normal();
  }
  return { features: { rows, columns }, label, classes };
}

/** Shops in regions. */
export const SHOPS: { readonly shops: number; readonly regions: number } = { shops: 10_000, regions: 100 };

/** Weeks of shops: what each sells, by six numbers; a third of the shops react to them in a way of their own. */
export function weeks(perShop: number, seed: number, { shops, regions } = SHOPS): TrainingSet {
  const rows = shops * perShop;
  const draws = rng({ seed, purpose: "scale weeks" });
  const habits = rng({ seed: 1, purpose: "scale habits" });
  const common = Float64Array.from({ length: 6 }, () => habits.normal());
  const own = Array.from({ length: shops }, (_, shop) =>
    shop % 3 === 0 ? common.map((slope) => slope + 1.5 * habits.normal()) : common,
  );
  const numbers = Array.from({ length: 6 }, () => new Float64Array(rows));
  const label = new Float64Array(rows);
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const shop = row % shops;
    codes[row] = shop;
    let sales = draws.normal();
    numbers.forEach((values, i) => {
      const value = draws.normal();
      values[row] = value;
      sales += value * ((own[shop] as Float64Array)[i] as number);
    });
    label[row] = sales;
  }
  const name = (kind: string, i: number): string => `${kind} ${String(i).padStart(5, "0")}`;
  const columns: Column[] = [
    ...numbers.map((values, i): Column => ({ name: `x${i}`, kind: "number", values })),
    {
      name: "region",
      kind: "text",
      codes: codes.map((shop) => shop % regions),
      levels: Array.from({ length: regions }, (_, i) => name("region", i)),
    },
    { name: "shop", kind: "text", codes, levels: Array.from({ length: shops }, (_, i) => name("shop", i)) },
  ];
  return { features: { rows, columns }, label, classes: [] };
}
