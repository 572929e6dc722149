import type { LoopSteps } from "../../watch/index.ts";
import { gateStep, snapshotStep, trainStep } from "./learn-steps.ts";
import type { LoopCall } from "./loop-call.ts";
import { championStep, testStep } from "./prove-steps.ts";
import { canaryStep, shadowStep } from "./traffic-steps.ts";

/** The hands of a system's loop on this machine. */
export function loopSteps(call: LoopCall): LoopSteps {
  return {
    snapshot: snapshotStep(call),
    train: trainStep(call),
    gate: gateStep(call),
    shadow: shadowStep(call),
    canary: canaryStep(call),
    test: testStep(call),
    champion: championStep(call),
  };
}
