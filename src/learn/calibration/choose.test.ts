import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { applyCalibration, sigmoid } from "../../model/index.ts";
import { type ChosenCalibration, chooseCalibration } from "./choose.ts";
import type { HeldOut } from "./held-out.ts";

interface Simulated extends HeldOut {
  /** The true probability of each row. */
  readonly truth: Float64Array;
}

/** A world whose truth we set: uniform scores, and what they are really worth. */
function world(worth: (score: number) => number, rows: number, seed: number): Simulated {
  const draws = Array.from({ length: rows }, (_, unit) => rng({ seed, unit, purpose: "calibration.world" }));
  const scores = Float64Array.from(draws, (draw) => 0.001 + 0.998 * draw.uniform());
  const truth = scores.map(worth);
  return { scores, truth, label: truth.map((p, i) => (draws[i]!.uniform() < p ? 1 : 0)) };
}

function chosen(held: HeldOut): ChosenCalibration {
  const found = chooseCalibration(held, 1);
  if (isInsufficient(found)) throw found;
  return found;
}

const logOdds = (p: number): number => Math.log(p / (1 - p));
const WORTH = {
  calibrated: (p: number) => p,
  "too sure": (p: number) => sigmoid(0.4 * logOdds(p) - 0.3),
  "bent at one end": (p: number) => sigmoid(2.5 * Math.log(p) - 0.3 * Math.log(1 - p) + 0.8),
  "in steps": (p: number) => (p < 0.3 ? 0.05 : p < 0.6 ? 0.55 : 0.6),
};

describe("the choice of a calibration", () => {
  test.each(Object.entries(WORTH))("comes near the truth on scores that are %s", (_, worth) => {
    const held = world(worth, 5000, 41);
    const { calibration } = chosen(held);
    const fresh = world(worth, 2000, 42);
    const offBy = (map: (p: number) => number): number =>
      Math.sqrt(fresh.scores.reduce((sum, p, i) => sum + (map(p) - fresh.truth[i]!) ** 2, 0) / 2000);
    // A sigmoid's three numbers from 5,000 rows leave about √(3 · ¼ / 5,000) = 0.012; steps cost a few times as much.
    expect(offBy((p) => applyCalibration(calibration, p))).toBeLessThan(0.04);
  });

  test("keeps scores that are calibrated already, in at least 16 of 20 worlds", () => {
    const kinds = Array.from({ length: 20 }, (_, i) => chosen(world(WORTH.calibrated, 1000, 50 + i)).calibration.kind);
    // Three challengers, each taken by chance at more than one standard error: rarely, as maps fitted on noise lose.
    expect(kinds.filter((kind) => kind === "none").length).toBeGreaterThanOrEqual(16);
  });

  test("finds the map that can follow the truth", () => {
    expect(chosen(world(WORTH["too sure"], 5000, 43)).calibration.kind).toBe("platt");
    expect(chosen(world(WORTH["bent at one end"], 10_000, 44)).calibration.kind).toBe("beta");
    expect(chosen(world(WORTH["in steps"], 5_000, 45)).calibration.kind).toBe("isotonic");
  });

  test("says what each kind lost on rows that it was not fitted on", () => {
    const { losses, calibration } = chosen(world(WORTH["too sure"], 2000, 46));
    expect(Object.keys(losses)).toEqual(["none", "platt", "beta", "isotonic"]);
    expect(losses[calibration.kind]).toBeLessThan(losses.none!);
  });

  test("says so when there is not enough", () => {
    expect(chooseCalibration({ scores: Float64Array.of(), label: Float64Array.of() }, 1)).toMatchObject({
      reason: "no-rows",
    });
    const few = chooseCalibration({ scores: Float64Array.of(0.2, 0.7, 0.4), label: Float64Array.of(0, 1, 1) }, 1);
    expect(few).toMatchObject({ calibration: { kind: "none" } });
  });
});
