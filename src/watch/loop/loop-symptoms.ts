import type { Symptom } from "../alerts/alert.ts";
import { MOST_FAILURES } from "./begin-loop.ts";
import type { LoopBook } from "./loop.ts";

/**
 * What an alert should say of a system's loops: that the last one failed, that after so many failures nothing begins by itself any
 * more, that somebody is asked. None where all is well; a person who stops them knows of it. Of part `head`, with the name of the
 * system: it is its models that grow old.
 */
export function loopSymptoms({ system, loop, stopped, failures }: LoopBook): readonly Symptom[] {
  const about = { part: "head", name: system } as const;
  const symptom = (kind: string, at: number, says: string): Symptom => ({
    ...{ kind, about, since: at, at, says },
    ...{ isBreach: true, reach: 1, strength: 1 },
  });
  // That nothing is tried any more says more than that the last attempt failed: it leads the alert.
  if (stopped !== null && failures >= MOST_FAILURES)
    return [{ ...symptom("retrain.stopped", stopped.at, `retraining has stopped: ${stopped.why}`), strength: 2 }];
  if (loop?.end?.kind === "failed")
    return [symptom("retrain.failed", loop.end.at, `retraining failed: ${loop.end.why}`)];
  if (loop?.end == null && loop?.asks != null)
    return [symptom("retrain.asked", loop.stageAt, `retraining ${loop.says}`)];
  return [];
}
