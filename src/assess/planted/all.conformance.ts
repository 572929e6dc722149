import { byChance } from "./by-chance.conformance.ts";
import { byLearning } from "./by-learning.conformance.ts";
import { byRule } from "./by-rule.conformance.ts";
import type { Planted } from "./planted.conformance.ts";

/** Five problems that are not for ML, three that are, one without signal, one without enough examples. */
export const planted: readonly Planted[] = [...byRule, ...byLearning, ...byChance];
