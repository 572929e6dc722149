import { type Instant, type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, sampleRatioMismatch } from "../../stats/index.ts";
import type { Design } from "../designs/design.ts";
import { heavyIn, statisticsOfUnits } from "../readout/journal-statistics.ts";
import { isInvalidating, type Reason } from "../readout/reasons.ts";
import { soundnessOf } from "../readout/soundness.ts";
import type { ReadoutStatistics } from "../readout/statistics.ts";
import { type ArmReadout, type ArmSums, readArm, sumArm } from "./arm.ts";
import { type Lift, liftOf } from "./lift.ts";
import type { CollectedUnits, UnitObservation } from "./units.ts";
import { VERDICT_REASONS, type Verdict, type VerdictReason, verdictOf } from "./verdict.ts";

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
  /** All that was summed, by which the readout may be stored, merged and read again in other metrics. */
  readonly statistics: ReadoutStatistics;
  /** A randomised comparison, unlike a forecast. */
  readonly basis: "measured";
}

export interface ReadoutRequest {
  readonly design: Design;
  readonly collected: CollectedUnits;
  /** Of all lifts together: with k arms beside the control each interval has level 1 − (1 − level) / k. Default 0.95. */
  readonly level?: number;
  /** Up to when units were counted, milliseconds since 1970, for the check that traffic goes on. Default: not checked. */
  readonly asOf?: Instant;
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

/** What the checks of soundness say that a verdict on money has words for. */
function toldOf(reasons: readonly Reason[]): readonly VerdictReason[] {
  const codes = new Set(reasons.map(({ code }) => code));
  return [...codes].filter((code): code is VerdictReason & Reason["code"] => code in VERDICT_REASONS);
}

function remarksOn({ arms }: Design, { releases }: CollectedUnits, found: readonly Reason[]): readonly VerdictReason[] {
  const noted: readonly (readonly [VerdictReason, boolean])[] = [
    ["several-treatments", arms.length > 2],
    ["arm-changed-release", arms.some(({ arm }) => (releases.get(arm)?.length ?? 0) > 1)],
  ];
  const own = noted.filter(([, holds]) => holds).map(([reason]) => reason);
  return [...own, ...toldOf(found.filter((reason) => !isInvalidating(reason)))];
}

/** Reads an experiment out. The units are those of {@link collectUnits}; the design must have passed `defineDesign`. */
export function readout({ design, collected, level = DEFAULT_LEVEL, asOf }: ReadoutRequest): Readout {
  const { units, releases } = collected;
  const sums = design.arms.map(({ arm }) => sumArm(arm, units));
  const counts = sums.map(({ money }) => money.n);
  const counted = counts.reduce((sum, count) => sum + count, 0);
  const lifts = compare(design, sums, level);
  const srm = checkSplit(design, sums);
  const statistics = statisticsOfUnits(design, collected);
  const { reasons } = soundnessOf(design, statistics, asOf);
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
      broken: toldOf(reasons.filter(isInvalidating)),
      heavy: heavyIn(statistics, design.control),
      fewest: Math.min(...counts),
      units: counted,
      plannedUnits: design.planned?.units,
      moneyPending: units.some(({ moneyComplete }) => !moneyComplete),
      remarks: remarksOn(design, collected, reasons),
    }),
    statistics,
    basis: "measured",
  };
}
