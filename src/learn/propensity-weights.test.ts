import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { tableOf } from "../data/index.ts";
import { isAlidadeError, isInsufficient, resolveParams, rng } from "../kernel/index.ts";
import type { LinearBody } from "../model/index.ts";
import { linear } from "./learners/linear.ts";
import { type PropensityWeights, propensityWeights } from "./propensity-weights.ts";

function weighed(propensities: Float64Array, cap?: number): PropensityWeights {
  const found = propensityWeights(propensities, cap === undefined ? {} : { cap });
  if (isInsufficient(found)) throw found;
  return found;
}

/** Rows that a policy logged by preference: the larger x, the likelier. What is true of all is y = x² + noise. */
function logged(rows: number, seed: number): { x: number[]; y: Float64Array; p: Float64Array } {
  const all = Array.from({ length: rows }, (_, unit) => {
    const draw = rng({ seed, unit, purpose: "logged" });
    const x = 2 * draw.uniform() - 1;
    const p = 0.1 + 0.4 * (x + 1);
    return { x, p, y: x * x + 0.2 * draw.normal(), kept: draw.uniform() < p };
  }).filter(({ kept }) => kept);
  return { x: all.map(({ x }) => x), y: Float64Array.from(all, ({ y }) => y), p: Float64Array.from(all, ({ p }) => p) };
}

const mean = (values: Float64Array, weights: Float64Array): number =>
  values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / weights.reduce((sum, weight) => sum + weight, 0);

describe("propensity weights", () => {
  test("are 1 / p over their mean, capped, with the rows that they are worth", () => {
    const { weights, effective, capped, lost } = weighed(Float64Array.of(0.5, 0.25, 0.01), 10);
    expect([...weights]).toEqual([6 / 16, 12 / 16, 30 / 16]);
    expect(effective).toBeCloseTo(16 ** 2 / (4 + 16 + 100), 12);
    expect(capped).toBe(1);
    expect(lost).toBeCloseTo(90 / 106, 12);
    expect(weighed(new Float64Array(7).fill(0.2)).effective).toBeCloseTo(7, 12);
  });

  test("say by how much a cap can move a mean: no mean of values from 0 to 1 moves by more", () => {
    const p = Float64Array.from({ length: 50 }, (_, i) => (i + 1) / 50);
    const y = p.map((share) => (share < 0.2 ? 1 : 0));
    const { weights, lost } = weighed(p, 8);
    const moved =
      mean(
        y,
        p.map((share) => 1 / share),
      ) - mean(y, weights);
    // Only the capped rows are 1, so the move is lost · (1 − what the capped mean is), which the bound covers.
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThanOrEqual(lost);
    expect(weighed(p).lost).toBe(0);
  });

  test.each([0, 0.5, -1, Number.NaN])("refuse the cap %d, below which no weight is", (cap) => {
    expect(() => propensityWeights(Float64Array.of(0.5), { cap })).toThrow(
      expect.objectContaining({ code: "learn.cap-invalid" }),
    );
  });

  test("undo what the log preferred: the mean of all rows, and the line through all rows", () => {
    const { x, y, p } = logged(40_000, 71);
    const { weights, effective } = weighed(p);
    // Of x² over all x: mean 1/3, variance 4/45; and the least squares line is flat.
    const error = Math.sqrt((4 / 45 + 0.04) / effective);
    expect(Math.abs(mean(y, weights) - 1 / 3)).toBeLessThan(4 * error);
    const slope = (set: object): number => {
      const features = tableOf(
        { x: "number" },
        x.map((at) => ({ x: at })),
      );
      const params = resolveParams("linear", linear.params, { l2: 0 });
      const model = linear.fit({ features, label: y, classes: [], ...set }, params, { task: "regression", seed: 1 });
      return (model.body as LinearBody).numbers[0]!.weight[0]!;
    };
    expect(Math.abs(slope({ weights }))).toBeLessThan(4 * error * Math.sqrt(3));
    expect(slope({})).toBeGreaterThan(8 * error * Math.sqrt(3));
  });

  test("refuse what no propensity can be, and say so when there are none", () => {
    for (const wrong of [0, -0.1, 1.1, Number.NaN]) {
      let code = "nothing was thrown";
      try {
        propensityWeights(Float64Array.of(0.5, wrong));
      } catch (thrown) {
        code = isAlidadeError(thrown) ? thrown.code : String(thrown);
      }
      expect(code).toBe("learn.propensity-invalid");
    }
    expect(propensityWeights(Float64Array.of())).toMatchObject({ reason: "no-rows" });
  });
});

const log = fileURLToPath(new URL("../../../shared/data/open_bandit/", import.meta.url));
if (!existsSync(log)) console.log("Open Bandit: skipped, the data set is not there");

/** What was clicked, and with which probability it had been shown. */
function readLog(name: string): { click: Float64Array; p: Float64Array } {
  const [head, ...lines] = gunzipSync(readFileSync(`${log}${name}.csv.gz`))
    .toString()
    .trim()
    .split(/\r?\n/);
  const fields = head!.split(",");
  const rows = lines.map((line) => line.split(","));
  const column = (field: string): Float64Array => Float64Array.from(rows, (row) => Number(row[fields.indexOf(field)]));
  return { click: column("click"), p: column("propensity_score") };
}

describe.skipIf(!existsSync(log))("on the Open Bandit logs", () => {
  test.each(["men", "women"])(
    "the learned policy's log, weighted, tells the random policy's click rate: %s",
    (campaign) => {
      const random = readLog(`random/${campaign}/${campaign}`);
      const learned = readLog(`bts/${campaign}/${campaign}`);
      const { weights, effective } = weighed(learned.p, 1000);
      const rate = mean(random.click, new Float64Array(random.click.length).fill(1));
      const estimate = mean(learned.click, weights);
      const error = Math.sqrt(rate * (1 - rate) * (1 / effective + 1 / random.click.length));
      expect(Math.abs(estimate - rate)).toBeLessThan(4 * error);
      expect(effective).toBeLessThan(learned.click.length / 3);
    },
  );
});
