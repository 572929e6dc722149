import { type Column, columnOf, type Table } from "../data/index.ts";
import { type Rng, rng } from "../kernel/index.ts";

/** A table as an honest company has it, and the truth behind it. */
export interface HonestTable {
  readonly rows: number;
  readonly features: Table;
  /** 0 or 1. */
  readonly label: Float64Array;
  /** Each entity has one to four rows. */
  readonly entity: Int32Array;
  /** The strength behind the label, standard normal. */
  readonly signal: Float64Array;
  readonly draws: Rng;
}

export interface HonestOptions {
  readonly rows?: number;
  /** Share of yes, nearly. */
  readonly rate?: number;
  /** How strongly the label follows the signal, on the scale of log odds. */
  readonly slope?: number;
}

/**
 * Numbers of all sorts, counts, flags, categories of few and many levels, gaps by chance and gaps that follow another
 * field, two fields that are nearly one: some follow the signal, some nothing.
 */
export function honestTable(seed: number, { rows = 2_000, rate = 0.3, slope = 1 }: HonestOptions = {}): HonestTable {
  const draws = rng({ seed, purpose: "test.honest" });
  const entity = new Int32Array(rows);
  for (let row = 0, id = 0; row < rows; id++)
    for (let left = 1 + draws.integer(4); left > 0 && row < rows; left--) entity[row++] = id;
  const own = Float64Array.from({ length: rows }, () => draws.normal());
  const signal = Float64Array.from(
    { length: rows },
    (_, row) => Math.SQRT1_2 * ((own[entity[row]!] as number) + draws.normal()),
  );
  const base = Math.log(rate / (1 - rate));
  const label = signal.map((z) => (draws.uniform() < 1 / (1 + Math.exp(-(base + slope * z))) ? 1 : 0));
  const columns = honestColumns(signal, draws);
  return { rows, features: { rows, columns }, label, entity, signal, draws };
}

function honestColumns(signal: Float64Array, draws: Rng): readonly Column[] {
  const number = (name: string, of: (z: number) => number): Column => ({
    name,
    kind: "number",
    values: signal.map(of),
  });
  const flag = (name: string, of: (z: number) => boolean): Column => ({
    name,
    kind: "flag",
    values: signal.map((z) => (of(z) ? 1 : 0)),
  });
  const text = (name: string, of: (z: number) => string | null): Column =>
    columnOf(name, "text", Array.from(signal, of));
  const stays = signal.map((z) => Math.max(0, Math.round(1.5 + z + draws.normal())));
  return [
    number("noise", () => draws.normal()),
    number("weak", (z) => z + 2 * draws.normal()),
    number("amount", (z) => Math.exp(5 + 0.4 * z + draws.normal())),
    { name: "stays", kind: "number", values: stays },
    { name: "days", kind: "number", values: stays.map((n) => 3 * n + draws.integer(4)) },
    number("age", () => 18 + draws.integer(70)),
    number("gaps", (z) => (draws.uniform() < 0.3 ? Number.NaN : z + 1.5 * draws.normal())),
    number("test_result", (z) =>
      draws.uniform() < 0.5 - 0.2 * Math.tanh(z) ? Number.NaN : 50 + 10 * z + 15 * draws.normal(),
    ),
    flag("flag", (z) => z + 2 * draws.normal() > 0.5),
    flag("rare_flag", () => draws.uniform() < 0.02),
    text("ward", () => ["north", "south", "west"][draws.integer(3)] as string),
    text("plan", (z) => `plan ${Math.min(8, Math.max(0, Math.round(4 + z + 2 * draws.normal())))}`),
    text("postcode", () => `P${draws.integer(60)}`),
    text("product", () => (draws.uniform() < 0.1 ? null : `product ${Math.floor(30 * draws.uniform() ** 2)}`)),
  ];
}
