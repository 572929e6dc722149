import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";

/** What stands on a shelf: the words of its titles, with the chance of each, and its usual price and weight. */
interface Shelf {
  readonly words: Readonly<Record<string, number>>;
  readonly price: number;
  readonly weight: number;
}

/** Shelves of one department resemble each other more than those of different ones. */
const SHELVES: Readonly<Record<string, Shelf>> = {
  "fashion > shoes": { words: { leather: 0.6, heel: 0.4, running: 0.4 }, price: 70, weight: 0.9 },
  "fashion > dresses": { words: { cotton: 0.6, summer: 0.6 }, price: 60, weight: 0.4 },
  "fashion > bags": { words: { leather: 0.7, cotton: 0.2, summer: 0.2 }, price: 80, weight: 0.7 },
  "home > lamps": { words: { light: 0.8, steel: 0.4, oak: 0.2 }, price: 50, weight: 2 },
  "home > chairs": { words: { seat: 0.6, oak: 0.6, leather: 0.2 }, price: 120, weight: 7 },
  "home > tables": { words: { oak: 0.8, steel: 0.3 }, price: 250, weight: 20 },
  "garden > tools": { words: { steel: 0.8, light: 0.2 }, price: 30, weight: 1.5 },
  "garden > plants": { words: { seeds: 0.8, summer: 0.4 }, price: 8, weight: 0.1 },
};
const PATHS = Object.keys(SHELVES);

/** Products with their true shelves. */
export function simulateCatalogue(rows: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "catalogue" });
  const kinds = {
    product: "text",
    seller: "text",
    title: "text",
    price: "number",
    weight: "number",
    shelf: "text",
  } as const;
  const products = Array.from({ length: rows }, (_, i): Row => {
    const shelf = PATHS[draws.integer(PATHS.length)] as string;
    const { words, price, weight } = SHELVES[shelf] as Shelf;
    const said = Object.keys(words).filter((word) => draws.uniform() < (words[word] ?? 0));
    return {
      product: `p${i}`,
      seller: `s${draws.integer(Math.ceil(rows / 5))}`,
      title: ["new", ...said].join(" "),
      price: Number((price * Math.exp(0.5 * draws.normal())).toFixed(2)),
      weight: draws.uniform() < 0.1 ? null : Number((weight * Math.exp(0.5 * draws.normal())).toFixed(3)),
      shelf,
    };
  });
  return tableOf(kinds, products);
}
