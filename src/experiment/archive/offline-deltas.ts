import { isInsufficient, isObject } from "../../kernel/index.ts";
import type { ModelVersion } from "../../registry/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { OFFLINE_MONEY, type OfflineDelta } from "./comparison.ts";
import { deltaOf } from "./delta.ts";

type Evaluated = Pick<ModelVersion, "head" | "metrics" | "gate">;

/** Two releases as what their models' evaluations said of them. */
export interface EvaluatedPair {
  /** The control's models; none for the rule. */
  readonly control: readonly Evaluated[];
  readonly treatment: readonly Evaluated[];
  /** Whether the control is what the treatment was judged beside as the champion. */
  readonly controlWasChampion: boolean;
}

/**
 * The treatment's metrics minus the control's, head by head, `head.metric` where there are several; and the gain in
 * money per decision, paired, where the treatment was judged beside the control itself.
 */
export function offlineDeltas(pair: EvaluatedPair): Readonly<Record<string, OfflineDelta>> {
  const { control, treatment } = pair;
  const several = treatment.length > 1;
  const found = treatment.flatMap((newer) => {
    const older = control.find(({ head }) => head === newer.head);
    if (older === undefined) return [];
    const deltas = Object.entries(metricDeltas(older, newer));
    return deltas.map(([name, delta]) => [several ? `${newer.head}.${name}` : name, delta] as const);
  });
  return { ...Object.fromEntries(found), ...moneyDelta(pair) };
}

function metricDeltas(control: Evaluated, treatment: Evaluated): Readonly<Record<string, OfflineDelta>> {
  const sameRows = control.metrics.rowsKey !== undefined && control.metrics.rowsKey === treatment.metrics.rowsKey;
  const deltas = Object.entries(treatment.metrics).flatMap(([name, newer]) => {
    const older = control.metrics[name];
    if (!isEstimate(newer) || !isEstimate(older)) return [];
    const [a, b] = [deltaOf(newer), deltaOf(older)];
    const standardError = Math.hypot(a.standardError, b.standardError);
    const errors = sameRows ? ("bound" as const) : ("independent" as const);
    return [[name, { value: a.value - b.value, standardError, errors }] as const];
  });
  return Object.fromEntries(deltas);
}

function isEstimate(value: unknown): value is Estimate {
  return isObject(value) && !isInsufficient(value) && typeof value.low === "number" && typeof value.high === "number";
}

/** What the gate saw: the gain over the rule or over the champion on the same decisions. */
function moneyDelta({ control, treatment, controlWasChampion }: EvaluatedPair): Readonly<Record<string, OfflineDelta>> {
  const code = control.length === 0 ? "value.over-rule" : "value.over-champion";
  if (control.length > 0 && !controlWasChampion) return {};
  const reasons: unknown = treatment[0]?.gate?.reasons;
  const reason = Array.isArray(reasons) ? reasons.find((each) => isObject(each) && each.code === code) : undefined;
  const gain: unknown = isObject(reason) ? reason.gain : undefined;
  return isEstimate(gain) ? { [OFFLINE_MONEY]: { ...deltaOf(gain), errors: "paired" } } : {};
}
