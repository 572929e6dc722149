/** Watching what is served: how arms and shadows do, and what becomes of a canary. */
export {
  type ArmStatistics,
  isFailed,
  mergeArms,
  mergeShadows,
  noArm,
  noShadow,
  type ShadowStatistics,
} from "./arm-statistics.ts";
export { isUnderWay, type RolloutSystem, rolloutStep, takeStep } from "./control-rollouts.ts";
export { FALSE_ALARMS, type Guarded, troubleOf } from "./guards.ts";
export { together, type WatchedBook, watchedBook } from "./kept-watched.ts";
export { type RolloutSeen, type RolloutStep, stepRollout } from "./step-rollout.ts";
export { type Watched, type Watching, type WatchingOptions, watching } from "./watching.ts";
