import type { Table } from "../table.ts";
import type { CrossRule } from "./cross-rule.ts";
import type { Fields } from "./field.ts";

/** An order between two fields that holds in every row, and how often it was seen. */
export interface LikelyOrder {
  readonly rule: CrossRule;
  readonly rows: number;
}

/** Fewer rows than this prove no order. */
const ENOUGH_ROWS = 100;
/** In so many rows at least the two must differ: columns that repeat each other are in every order. */
const LEAST_DIFFERING = 0.05;
/** More pairs than this say more of the table than of its meaning. */
const MOST_PAIRS = 400;

/** Names that promise an order between numbers of one stem: `price_min` and `price_max`. */
const ENDS: readonly (readonly [low: string, high: string])[] = [
  ["min", "max"],
  ["minimum", "maximum"],
  ["low", "high"],
  ["lower", "upper"],
  ["from", "to"],
  ["start", "end"],
  ["first", "last"],
];

/** The fields that may stand in an order: times when there are two, and numbers whose names promise one. */
export function fieldsWithOrder(fields: Fields): Fields {
  const names = Object.keys(fields);
  const hasTimes = names.filter((name) => fields[name]?.kind === "time").length > 1;
  const isNamed = (name: string): boolean =>
    fields[name]?.kind === "number" && names.some((other) => arePair(name, other) || arePair(other, name));
  return Object.fromEntries(
    Object.entries(fields).filter(([name, { kind }]) => (kind === "time" ? hasTimes : isNamed(name))),
  );
}

/** Orders between times, and between numbers whose names promise one, that hold in every row with both. */
export function likelyOrders(table: Table): readonly LikelyOrder[] {
  const numeric = table.columns.filter((column) => column.kind !== "text");
  const times = numeric.filter(({ kind }) => kind === "time");
  const ofTimes = times.flatMap((low) => times.filter((high) => high !== low).map((high) => ({ low, high })));
  const ofNumbers = numeric
    .filter(({ kind }) => kind === "number")
    .flatMap((low, _, all) => all.filter((high) => arePair(low.name, high.name)).map((high) => ({ low, high })));
  return [...ofTimes, ...ofNumbers].slice(0, MOST_PAIRS).flatMap(({ low, high }) => {
    const rows = orderedRows(low.values, high.values);
    if (rows < ENOUGH_ROWS) return [];
    const rule: CrossRule = {
      name: `${dashed(high.name)}-at-least-${dashed(low.name)}`,
      because: "it was so in every row",
      must: { field: high.name, atLeast: { field: low.name } },
    };
    return [{ rule, rows }];
  });
}

/** Rows with both when none is out of order and enough differ, else 0. */
function orderedRows(low: Float64Array, high: Float64Array): number {
  let rows = 0;
  let differing = 0;
  for (let row = 0; row < low.length; row++) {
    const [a, b] = [low[row] as number, high[row] as number];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    if (b < a) return 0;
    rows++;
    if (b > a) differing++;
  }
  return differing >= LEAST_DIFFERING * rows ? rows : 0;
}

function arePair(low: string, high: string): boolean {
  const [a, b] = [low.toLowerCase().split(/[^a-z0-9]+/), high.toLowerCase().split(/[^a-z0-9]+/)];
  return ENDS.some(
    ([from, to]) => a.includes(from) && a.map((word) => (word === from ? to : word)).join(" ") === b.join(" "),
  );
}

function dashed(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "field"
  );
}
