import type { LearnerSpec } from "../../learn/index.ts";

/**
 * Names a learner and its parameters, and what a composed learner is made of. Only data: a system file, and therefore a
 * server, loads no training code by mentioning one. Training looks the names up and checks the parameters.
 */
export interface LearnerRef<Name extends string = string> extends LearnerSpec {
  readonly learner: Name;
  readonly base?: LearnerRef | readonly LearnerRef[];
}
