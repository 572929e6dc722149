import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type CsvOptions,
  column,
  contract,
  csv,
  enforce,
  flag,
  groupsOf,
  inferContract,
  number,
  numbers,
  type RawTable,
  type Table,
  text,
  time,
} from "../data/index.ts";
import { csvSource } from "./source-csv.ts";

/** Public data sets, kept outside the repository; the counts are those that their publishers give. */
const folder = join(import.meta.dirname, "../../../shared/data");
const withData = describe.skipIf(!existsSync(folder));

const read = (path: string, options: CsvOptions = {}): Promise<RawTable> =>
  csvSource.read(csv(path, options).options, { file: join(folder, path) });

/** Rows by value; missing ones under "". */
function counts(table: Table, name: string): Record<string, number> {
  const found = column(table, name);
  if (found.kind !== "text") throw new TypeError(`${name} is no text`);
  const out: Record<string, number> = {};
  for (const code of found.codes) out[found.levels[code] ?? ""] = (out[found.levels[code] ?? ""] ?? 0) + 1;
  return out;
}

const ADULT = {
  header: false,
  trim: true,
  columns: [
    ...["age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation", "relationship"],
    ...["race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country", "income"],
  ],
} as const;

withData("real files (skipped when the folder of public data sets is absent)", () => {
  test("diabetes130: ? is missing, None is a category", async () => {
    const raw = await read("diabetes130/diabetic_data.csv.gz");
    const { contract: proposed, notes } = inferContract(raw, { label: "readmitted" });
    const { table, quarantined } = enforce(raw, proposed);
    expect([table.rows, table.columns.length, quarantined.rows]).toEqual([101_766, 50, 0]);
    expect(counts(table, "readmitted")).toEqual({ NO: 54_864, ">30": 35_545, "<30": 11_357 });
    expect(counts(table, "weight")[""]).toBe(98_569);
    expect(counts(table, "diag_3")[""]).toBe(1_423);
    expect(counts(table, "max_glu_serum").None).toBe(96_420);
    expect(groupsOf(table, "patient_nbr").keys).toHaveLength(71_518);
    expect(proposed.missingValues).toEqual(["?"]);
    expect(proposed.fields.readmitted).toMatchObject({ known: "after", values: ["<30", ">30", "NO"] });
    expect(proposed.fields.encounter_id).toMatchObject({ kind: "number", integer: true, unique: true });
    expect(proposed.fields.diag_1).toMatchObject({ kind: "text", missing: 0.03 });
    expect(notes.filter((note) => note.text.includes("same value")).map((n) => n.field)).toEqual([
      "examide",
      "citoglipton",
    ]);
  });

  test("diabetes130: who died cannot be readmitted, and is left out", async () => {
    const raw = await read("diabetes130/diabetic_data.csv.gz");
    const c = contract(
      { discharge_disposition_id: number({ integer: true }), weight: text({ missing: 1 }) },
      {
        missingValues: ["?"],
        exclude: [{ field: "discharge_disposition_id", in: [11, 13, 14, 19, 20, 21], because: "died or hospice" }],
      },
    );
    const { excluded, table } = enforce(raw, c);
    expect(excluded).toEqual([{ because: "died or hospice", count: 2_423 }]);
    expect(table.rows).toBe(101_766 - 2_423);
  });

  test("adult: no header, spaces after commas, an empty line at the end", async () => {
    const raw = await read("adult/adult.data.gz", ADULT);
    expect([raw.rows, raw.rejected]).toEqual([32_561, []]);
    expect(counts(raw, "income")).toEqual({ "<=50K": 24_720, ">50K": 7_841 });
    expect(counts(raw, "workclass")["?"]).toBe(1_836);
    expect(counts(raw, "sex")).toEqual({ Male: 21_790, Female: 10_771 });
  });

  test("adult's test file: a first line that is no data", async () => {
    const raw = await read("adult/adult.test.gz", { ...ADULT, skip: 1 });
    expect(raw.rows).toBe(16_281);
    expect(counts(raw, "income")).toEqual({ "<=50K.": 12_435, ">50K.": 3_846 });
  });

  test("bike sharing: CR LF line ends, dates, sums that add up", async () => {
    const c = contract({ dteday: time(), workingday: flag(), cnt: number({ integer: true, min: 1, max: 977 }) });
    const { table } = enforce(await read("bike_sharing/hour.csv"), c);
    expect(table.rows).toBe(17_379);
    expect(numbers(table, "cnt").reduce((sum, value) => sum + value, 0)).toBe(3_292_679);
    const days = numbers(table, "dteday");
    expect([days[0], days.at(-1)]).toEqual([Date.UTC(2011, 0, 1), Date.UTC(2012, 11, 31)]);
  });

  test("hillstrom: quoted commas, no line end at the end", async () => {
    const raw = await read("hillstrom/hillstrom.csv.gz");
    expect(raw.rows).toBe(64_000);
    expect(counts(raw, "segment")).toEqual({
      "No E-Mail": 21_306,
      "Mens E-Mail": 21_307,
      "Womens E-Mail": 21_387,
    });
    expect(counts(raw, "history_segment")["7) $1,000 +"]).toBeGreaterThan(0);
  });

  test("electricity: no header", async () => {
    const columns = ["date", "day", "period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer", "class"];
    const raw = await read("electricity/elecNormNew.csv.gz", { header: false, columns });
    expect(raw.rows).toBe(45_312);
    expect(counts(raw, "class")).toEqual({ UP: 19_237, DOWN: 26_075 });
  });

  test("open bandit: a column without a name, times with an offset", async () => {
    const raw = await read("open_bandit/random/men/men.csv.gz");
    const proposal = inferContract(raw, { label: "click" }).contract.fields;
    expect([raw.rows, raw.columns[0]?.name]).toEqual([10_000, "column1"]);
    expect([proposal.timestamp?.kind, proposal.click?.kind]).toEqual(["time", "flag"]);
  });
});
