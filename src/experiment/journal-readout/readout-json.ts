import { isInsufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { ArmReadout } from "./arm.ts";
import type { Lift } from "./lift.ts";
import type { Readout } from "./readout.ts";
import { VERDICT_REASONS, type Verdict } from "./verdict.ts";
import { type ReadoutWording, verdictSentence } from "./words.ts";

/** A number with its interval, or the reason why there is none. */
export type JsonEstimated =
  | {
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly level: number;
      readonly pValue?: number;
    }
  | { readonly insufficient: string };

/** A readout for other programs. Money is per unit unless a name says otherwise. */
export interface ReadoutJson {
  readonly experiment: string;
  readonly control: string;
  readonly currency: string;
  readonly verdict: Omit<Verdict, "reasons"> & {
    readonly sentence: string;
    readonly reasons: readonly { readonly code: string; readonly message: string }[];
  };
  readonly arms: readonly (Pick<ArmReadout, "arm" | "releases" | "units" | "decisions"> &
    Readonly<Record<"moneyPerUnit" | "actionRate" | "outcomeRate", JsonEstimated>>)[];
  readonly lifts: readonly ({ readonly arm: string } & Readonly<
    Record<"perUnit" | "alwaysValid" | "perThousandDecisions" | "relative", JsonEstimated>
  >)[];
  readonly srm: { readonly ok: boolean; readonly pValue: number | { readonly insufficient: string } };
  readonly labels: Readout["labels"];
  readonly leftOut: Readout["leftOut"];
}

/** The readout in the shape that other tools rely on. */
export function readoutJson(readout: Readout, wording: ReadoutWording): ReadoutJson {
  const { experiment, control, verdict, arms, lifts, srm, labels, leftOut } = readout;
  const reasons = verdict.reasons.map((code) => ({ code, message: VERDICT_REASONS[code] }));
  return {
    experiment,
    control,
    currency: wording.currency,
    verdict: { ...verdict, sentence: verdictSentence(readout, wording), reasons },
    arms: arms.map(armJson),
    lifts: lifts.map(liftJson),
    srm: { ok: srm.ok, pValue: isInsufficient(srm.pValue) ? { insufficient: srm.pValue.reason } : srm.pValue },
    labels,
    leftOut,
  };
}

function armJson({ moneyPerUnit, actionRate, outcomeRate, ...facts }: ArmReadout): ReadoutJson["arms"][number] {
  const { arm, releases, units, decisions } = facts;
  const rates = { actionRate: estimateJson(actionRate), outcomeRate: estimateJson(outcomeRate) };
  return { arm, releases, units, decisions, moneyPerUnit: estimateJson(moneyPerUnit), ...rates };
}

function liftJson({ arm, perUnit, alwaysValid, perThousandDecisions, relative }: Lift): ReadoutJson["lifts"][number] {
  return {
    arm,
    perUnit: estimateJson(perUnit),
    alwaysValid: estimateJson(alwaysValid),
    perThousandDecisions: estimateJson(perThousandDecisions),
    relative: estimateJson(relative),
  };
}

/** An estimate for other programs. */
export function estimateJson(found: Estimated & { readonly pValue?: number }): JsonEstimated {
  if (isInsufficient(found)) return { insufficient: found.reason };
  const { value, low, high, level, pValue } = found;
  return { value, low, high, level, ...(pValue === undefined ? {} : { pValue }) };
}
