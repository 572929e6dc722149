import { describe, expect, test } from "vitest";
import { type Column, columnOf, takeRows } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { honestTable } from "../planted.conformance.ts";
import { groupSuspects } from "./groups.ts";
import { twinsAcross } from "./twins.ts";

/** Every third entity is judged. */
function sides(entity: Int32Array): { readonly taught: Int32Array; readonly judged: Int32Array } {
  const rows = Int32Array.from(entity.keys());
  return { taught: rows.filter((row) => entity[row]! % 3 > 0), judged: rows.filter((row) => entity[row]! % 3 === 0) };
}

const lowest = (share: ReturnType<typeof twinsAcross>["copies"]): number => (isInsufficient(share) ? 0 : share.low);

describe("rows on both sides of the split", () => {
  const honest = honestTable(5);
  const { taught, judged } = sides(honest.entity);

  test.each([
    ["as they are", false],
    ["with one value altered", true],
  ])("are found %s, and how many", (_, altered) => {
    const from = Int32Array.from({ length: honest.rows }, (_, row) => row);
    for (const row of judged)
      if (honest.draws.uniform() < 0.1) from[row] = taught[honest.draws.integer(taught.length)]!;
    const planted = judged.filter((row) => from[row] !== row).length;
    const table = takeRows(honest.features, from);
    const columns = table.columns.map(
      (column): Column =>
        altered && column.name === "age" && column.kind !== "text"
          ? { ...column, values: column.values.map((age, row) => (from[row] === row ? age : age + 30)) }
          : column,
    );
    const label = Float64Array.from(from, (row) => honest.label[row]!);
    const twins = twinsAcross({
      features: { ...table, columns },
      label,
      taught,
      judged,
      entity: honest.entity,
      seed: 1,
    });
    expect(lowest(twins.copies)).toBeGreaterThan(0.05);
    // A copy escapes only where chance has put a neighbour beside it.
    expect(Math.abs(twins.copied - planted)).toBeLessThanOrEqual(0.05 * planted);
    expect(twins.agreeing).toBe(twins.copied);
    for (const [copy, original] of twins.examples) expect(from[copy]).toBe(from[original]);
  });

  test("are none in an honest table, nor where few columns make many rows alike", () => {
    const ask = (features: typeof honest.features) =>
      twinsAcross({ features, label: honest.label, taught, judged, entity: honest.entity, seed: 1 });
    expect(ask(honest.features).copied).toBe(0);
    const few = honest.features.columns.filter(({ name }) => ["ward", "flag", "plan"].includes(name));
    const alike = ask({ rows: honest.rows, columns: few });
    expect(lowest(alike.exact)).toBeGreaterThan(0.9);
    expect(lowest(alike.copies)).toBeLessThan(0.002);
  });

  test("of one entity are no twins", () => {
    const all = Int32Array.from(honest.entity.keys());
    const twins = twinsAcross({
      features: honest.features,
      label: honest.label,
      taught: all,
      judged,
      entity: honest.entity,
      seed: 1,
    });
    expect(twins.copied).toBe(0);
  });
});

describe("groups on both sides of the split", () => {
  const { features, signal, draws, rows } = honestTable(6);
  const account = Int32Array.from({ length: rows }, () => draws.integer(rows / 5));
  const leaning = Array.from({ length: rows }, () => 1.5 * draws.normal());
  const label = signal.map((z, row) => (draws.uniform() < 1 / (1 + Math.exp(1 - z - leaning[account[row]!]!)) ? 1 : 0));
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const [taught, judged] = [order.filter((row) => row % 3 > 0), order.filter((row) => row % 3 === 0)];

  test("are named, whether texts or numbers, and honest fields are not", () => {
    const named = columnOf(
      "account",
      "text",
      Array.from(account, (id) => `a${id}`),
    );
    const numbered: Column = { name: "number", kind: "number", values: Float64Array.from(account) };
    const fields = { rows, columns: [...features.columns, named, numbered] };
    const found = groupSuspects({ fields, label, taught, judged });
    expect(found.map(({ field }) => field)).toEqual(["account", "number"]);
    expect(found[0]!.torn).toBeGreaterThan(0.9);
  });

  test("are no groups when each is on one side", () => {
    const byAccount = {
      taught: order.filter((row) => account[row]! % 3 > 0),
      judged: order.filter((row) => account[row]! % 3 === 0),
    };
    const columns = [
      columnOf(
        "account",
        "text",
        Array.from(account, (id) => `a${id}`),
      ),
    ];
    expect(groupSuspects({ fields: { rows, columns }, label, ...byAccount })).toEqual([]);
  });

  test("are not the values of a number that the label follows", () => {
    const dose = Float64Array.from({ length: rows }, () => draws.integer(200));
    const dosed = dose.map((amount) => (draws.uniform() < amount / 200 ? 1 : 0));
    const columns: Column[] = [{ name: "dose", kind: "number", values: dose }];
    expect(groupSuspects({ fields: { rows, columns }, label: dosed, taught, judged })).toEqual([]);
  });
});
