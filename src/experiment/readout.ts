import { type Instant, type Insufficient, isInsufficient } from "../kernel/index.ts";
import { DEFAULT_LEVEL, sampleRatioMismatch } from "../stats/index.ts";
import { type ArmReadout, type ArmSums, readArm, sumArm } from "./arm.ts";
import type { Design } from "./design.ts";
import { type Lift, liftOf } from "./lift.ts";
import type { CollectedUnits, UnitObservation } from "./units.ts";
import { type Verdict, type VerdictReason, verdictOf } from "./verdict.ts";

/** Whether the arms got their shares of the units. */
export interface SplitCheck {
  /** Of Pearson's chi-square test; insufficient below five expected units in an arm. */
  readonly pValue: number | Insufficient;
  /** False when the split is broken, p < 0.001. */
  readonly ok: boolean;
}

/** Decisions that are left out because their attribution window is open. */
export interface Waiting {
  /** How long a window is, as declared: `30d`. */
  readonly within: string;
  /** When the first of them counts, milliseconds since 1970; null when none is left out. */
  readonly firstCounts: Instant | null;
}

/** The analysis of an experiment: sums in, one verdict out. */
export interface Readout {
  readonly experiment: string;
  readonly control: string;
  /** In the order of the design. */
  readonly arms: readonly ArmReadout[];
  /** One for every arm but the control, in the order of the design. An A/B test has one. */
  readonly lifts: readonly Lift[];
  readonly srm: SplitCheck;
  /** Decisions by the state of their label; `late` outcomes came after the attribution window and do not count. */
  readonly labels: { readonly known: number; readonly pending: number; readonly late: number };
  readonly leftOut: CollectedUnits["leftOut"];
  /** What is still to come; absent when the units did not come from a journal. */
  readonly waiting?: Waiting;
  readonly verdict: Verdict;
  /** A randomised comparison, unlike a forecast. */
  readonly basis: "measured";
}

export interface ReadoutRequest {
  readonly design: Design;
  readonly collected: CollectedUnits;
  /** Of all lifts together: with k arms beside the control each interval has level 1 − (1 − level) / k. Default 0.95. */
  readonly level?: number;
}

/** Where the always-valid interval is tightest when nobody planned a size. */
const UNPLANNED_UNITS = 2_000;

function checkSplit({ arms }: Design, sums: readonly ArmSums[]): SplitCheck {
  const check = sampleRatioMismatch(
    sums.map(({ money }) => money.n),
    arms.map(({ share }) => share),
  );
  return isInsufficient(check) ? { pValue: check, ok: true } : { pValue: check.pValue, ok: !check.mismatch };
}

function compare({ control, planned }: Design, sums: readonly ArmSums[], level: number): readonly Lift[] {
  const treatments = sums.filter(({ arm }) => arm !== control);
  const options = {
    level: 1 - (1 - level) / treatments.length,
    plannedUnits: planned?.units ?? UNPLANNED_UNITS,
  };
  return sums
    .filter(({ arm }) => arm === control)
    .flatMap((base) => treatments.map((treatment) => liftOf(treatment, base, options)));
}

function total(units: readonly UnitObservation[], count: "known" | "pending" | "late"): number {
  return units.reduce((sum, unit) => sum + unit[count], 0);
}

function remarksOn({ arms }: Design, { releases, crossed }: CollectedUnits, strays: number): readonly VerdictReason[] {
  const noted: readonly (readonly [VerdictReason, boolean])[] = [
    ["several-treatments", arms.length > 2],
    ["arm-changed-release", arms.some(({ arm }) => (releases.get(arm)?.length ?? 0) > 1)],
    ["units-crossed-arms", crossed > 0],
    ["units-of-no-arm", strays > 0],
  ];
  return noted.filter(([, holds]) => holds).map(([reason]) => reason);
}

/** Reads an experiment out. The units are those of {@link collectUnits}; the design must have passed `defineDesign`. */
export function readout({ design, collected, level = DEFAULT_LEVEL }: ReadoutRequest): Readout {
  const { units, releases } = collected;
  const sums = design.arms.map(({ arm }) => sumArm(arm, units));
  const counts = sums.map(({ money }) => money.n);
  const counted = counts.reduce((sum, count) => sum + count, 0);
  const lifts = compare(design, sums, level);
  const srm = checkSplit(design, sums);
  return {
    experiment: design.name,
    control: design.control,
    arms: sums.map((sum) => readArm(sum, releases.get(sum.arm) ?? [], level)),
    lifts,
    srm,
    labels: { known: total(units, "known"), pending: total(units, "pending"), late: total(units, "late") },
    leftOut: collected.leftOut,
    verdict: verdictOf({
      lifts,
      splitBroken: !srm.ok,
      fewest: Math.min(...counts),
      units: counted,
      plannedUnits: design.planned?.units,
      moneyPending: units.some(({ moneyComplete }) => !moneyComplete),
      remarks: remarksOn(design, collected, units.length - counted),
    }),
    basis: "measured",
  };
}
