import { describe, expect, test } from "vitest";
import { type Column, columnOf, type RawTable } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { checkAgainstData, type Finding } from "../check/check.ts";
import { clinic, simulatedVisits } from "../clinic.conformance.ts";

const DAY = 86_400_000;

async function notesOn(
  table: RawTable,
  system: SystemDefinition = clinic(),
  now?: number,
): Promise<readonly Finding[]> {
  const found = await checkAgainstData(system, { read: async () => table, ...(now === undefined ? {} : { now }) });
  return found.filter(({ finding }) => finding !== "ok");
}

/** The visits with one column made anew from its cells and the row's number. */
function altered(table: RawTable, name: string, make: (value: number, row: number) => number): RawTable {
  const columns = table.columns.map(
    (column): Column =>
      column.name === name && column.kind !== "text" ? { ...column, values: column.values.map(make) } : column,
  );
  return { ...table, columns };
}

const valuesOf = (table: RawTable, name: string): Float64Array => {
  const found = table.columns.find((column) => column.name === name);
  return found === undefined || found.kind === "text" ? new Float64Array() : found.values;
};

describe("the fitness of data", () => {
  test("of a sound history gives no note", async () => {
    expect(await notesOn(simulatedVisits())).toEqual([]);
  });

  test("says what each ok was read from", async () => {
    const found = await checkAgainstData(clinic(), { read: async () => simulatedVisits() });
    expect(found.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["leak.none", "features.sound", "label.enough", "split.no-copies"]),
    );
  });

  test("names a leak as wrong and says what to do", async () => {
    const [leak] = await notesOn(simulatedVisits({ leak: 0.95 }));
    expect(leak).toMatchObject({ code: "leak.predicts-by-presence", finding: "fail" });
    expect(leak?.advice).toContain('declare it `known: "after"`');
  });

  test("names a feature that is a running number", async () => {
    const [note] = await notesOn(altered(simulatedVisits(), "age", (_, row) => row));
    expect(note).toMatchObject({ code: "features.identifier", finding: "warning" });
    expect(note?.message).toContain("`age` is a whole number that is another in each of 3,000 rows");
  });

  test("names classes that are too rare, and features that say the same", async () => {
    const few = altered(simulatedVisits({ rows: 400 }), "back", (back, row) => (row % 5 === 0 ? back : 0));
    const [rare] = await notesOn(few);
    expect(rare).toMatchObject({ code: "label.few-examples" });
    const same = { ...simulatedVisits() };
    const columns = same.columns.map((column) =>
      column.name === "ward" ? columnOf("ward", "text", new Array<string>(same.rows).fill("north")) : column,
    );
    expect(await notesOn({ ...same, columns })).toMatchObject([
      { code: "features.constant", message: expect.stringContaining("`ward`") },
    ]);
  });

  test("names rows that somebody chose to label, and not rows that chance chose", async () => {
    expect(await notesOn(simulatedVisits({ unlabelled: 0.3 }))).toEqual([]);
    const whole = simulatedVisits();
    const age = valuesOf(whole, "age");
    const draws = rng({ seed: 1, purpose: "test.selection" });
    const chosen = altered(whole, "back", (back, row) => (age[row]! > 45 && draws.uniform() < 0.8 ? Number.NaN : back));
    const [bias] = await notesOn(chosen);
    expect(bias).toMatchObject({ code: "selection.bias", finding: "warning" });
    expect(bias?.message).toMatch(
      /tells them from the others with ROC-AUC 0\.[78]\d\d .*What tells them apart most: .*`(age|sum)`/,
    );
  });

  test("names labels that had no time to happen, and data that are old", async () => {
    const whole = simulatedVisits();
    const day = valuesOf(whole, "day");
    const newest = day.reduce((a, b) => Math.max(a, b));
    const cut = altered(whole, "back", (back, row) => (day[row]! > newest - 29 * DAY ? 0 : back));
    const codes = (await notesOn(cut, clinic({ byTime: true }), newest + 400 * DAY)).map(({ code }) => code);
    expect(codes).toEqual(["label.young", "rows.old"]);
    expect(await notesOn(whole, clinic({ byTime: true }), newest + DAY)).toEqual([]);
  });

  test("names what changed within the time of the data", async () => {
    const whole = simulatedVisits();
    const day = valuesOf(whole, "day");
    const drifted = altered(whole, "age", (age, row) => age + (day[row]! > 20_350 * DAY ? 25 : 0));
    const [drift] = await notesOn(drifted, clinic({ byTime: true }));
    expect(drift).toMatchObject({ code: "drift.within" });
    expect(drift?.message).toContain("`age`");
  });

  test("names a label and a concept that changed within the time of the data", async () => {
    const whole = simulatedVisits();
    const day = valuesOf(whole, "day");
    const random = rng({ seed: 1, purpose: "rarer" });
    // The later half less often, whatever its fields say: only the label moves.
    const rarer = altered(whole, "back", (back, row) =>
      day[row]! > 20_350 * DAY && random.uniform() < 0.6 ? 0 : back,
    );
    const label = await notesOn(rarer, clinic({ byTime: true }));
    expect(label.map(({ code }) => code)).toContain("drift.label");
    // The other way round: what meant yes means no.
    const turned = altered(whole, "back", (back, row) => (day[row]! > 20_350 * DAY ? 1 - back : back));
    const concept = (await notesOn(turned, clinic({ byTime: true }))).find(({ code }) => code === "drift.concept");
    expect(concept?.message).toContain("What fields say of `back` changed");
  });
});
