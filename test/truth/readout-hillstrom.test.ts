import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  defineDesign,
  defineMetrics,
  type ExperimentReadout,
  experimentSentence,
  readStatistics,
  summarise,
  type UnitTable,
} from "../../src/experiment/index.ts";

/** Hillstrom. The MineThatData e-mail analytics and data mining challenge. 2008: 64,000 customers, three arms by lot. */
const file = new URL("../../../shared/data/hillstrom/hillstrom.csv.gz", import.meta.url);
const isThere = existsSync(file);
if (!isThere) console.warn("Skipped: the Hillstrom trial is not in ../shared/data/hillstrom.");

const ARMS = ["No E-Mail", "Mens E-Mail", "Womens E-Mail"];

function readTable(): UnitTable {
  const [head = "", ...lines] = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/);
  const names = head.split(",");
  // One column, of amounts such as "7) $1,000 +", is quoted and not needed.
  const rows = lines.map((line) => line.replace(/"[^"]*"/, "").split(","));
  const column = (name: string): Float64Array => Float64Array.from(rows, (row) => Number(row[names.indexOf(name)]));
  const codes = Uint16Array.from(rows, (row) => ARMS.indexOf(row[names.indexOf("segment")]!));
  const zips = ["Rural", "Surburban", "Urban"];
  const areas = Uint16Array.from(rows, (row) => zips.indexOf(row[names.indexOf("zip_code")]!));
  const columns = ["visit", "conversion", "spend", "history"].map((name) => [name, column(name)] as const);
  return {
    arms: { codes, names: ARMS },
    columns: Object.fromEntries(columns),
    segments: { area: { codes: areas, names: zips } },
  };
}

const better = { role: "success", direction: "increase" } as const;
const metrics = defineMetrics([
  { ...better, name: "spend", kind: "mean", value: "spend", money: true },
  { ...better, name: "visit", kind: "proportion", value: "visit" },
  { ...better, name: "conversion", kind: "proportion", value: "conversion" },
  { ...better, name: "spend, adjusted", kind: "mean", value: "spend", before: ["history"] },
]);

const design = defineDesign({
  name: "hillstrom",
  unit: "entity",
  control: "No E-Mail",
  arms: ARMS.map((arm) => ({ arm, share: 1 / 3 })),
  planned: { units: 64_000 },
});

/** pandas 1.5 and scipy 1.17.1, `ttest_ind(…, equal_var=False)` with 97.5 % intervals: [difference, low, high, p]. */
const PUBLISHED = {
  "Mens E-Mail": {
    visit: [0.07658956365153125, 0.06900014391802706, 0.08417898338503545, 1.3644511962742905e-112],
    conversion: [0.006805006519615695, 0.0047408768226561895, 0.008869136216575202, 1.50181578515438e-13],
    spend: [0.7698271558945367, 0.4442577494653502, 1.0953965623237234, 1.1638149682254859e-7],
  },
  "Womens E-Mail": {
    visit: [0.045233106587052985, 0.037983113169005225, 0.05248310000510075, 2.43244770231271e-44],
    conversion: [0.003111057511085258, 0.0012670389901961942, 0.004955076031974323, 0.00015602839508556404],
    spend: [0.4244122159365966, 0.13227281031978416, 0.7165516215534092, 0.0011293971023632525],
  },
} as const;

describe.skipIf(!isThere)("the Hillstrom trial", () => {
  const read = (): ExperimentReadout =>
    readStatistics({ design, statistics: summarise(readTable(), { experiment: "hillstrom", part: "all", metrics }) });
  const effect = (found: ExperimentReadout, metric: string, arm: string) =>
    found.metrics.find((one) => one.metric.name === metric)!.effects.find((one) => one.arm === arm)!;

  test("comes out as it is known: visits, orders and money of both e-mails", () => {
    const found = read();
    for (const [arm, byMetric] of Object.entries(PUBLISHED))
      for (const [metric, [value, low, high, p]] of Object.entries(byMetric)) {
        const { fixed } = effect(found, metric, arm);
        expect(fixed).toMatchObject({
          value: expect.closeTo(value, 10),
          low: expect.closeTo(low, 8),
          high: expect.closeTo(high, 8),
        });
        expect("pValue" in fixed && Math.log(fixed.pValue)).toBeCloseTo(Math.log(p), 5);
      }
    expect(effect(found, "spend, adjusted", "Mens E-Mail").point).toMatchObject({
      value: expect.closeTo(0.7674496676065973, 9),
    });
  });

  test("ships the e-mail for men, and says why it may be believed", () => {
    const found = read();
    expect(found.split).toMatchObject({ mismatch: false });
    expect(found.verdict).toMatchObject({ call: "ship", arm: "Mens E-Mail" });
    expect(experimentSentence(found, { currency: "USD", unit: "customer" })).toMatch(
      /^Ship “Mens E-Mail”: it brings \$0\.77 more per customer than “No E-Mail” \(98% interval/,
    );
    const [byArea] = found.segments.filter(({ arm, metric }) => arm === "Mens E-Mail" && metric === "spend");
    expect(byArea!.effects.map(({ segment }) => segment)).toEqual(["Rural", "Surburban", "Urban"]);
  });
});
