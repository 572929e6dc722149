import { contractId } from "../../data/index.ts";
import { hashValue } from "../../kernel/index.ts";
import type { ModelVersion } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { featuresHash, paramsOf } from "./lineage.ts";

/** In what the file declares a registered model otherwise than it was when that learned; undefined: in nothing. */
export function definedOtherwise(
  system: SystemDefinition,
  { head: name, lineage, system: owner }: ModelVersion,
): string | undefined {
  const head = system.heads[name];
  if (owner !== system.name) return `it belongs to the system "${owner}", and the file declares "${system.name}"`;
  if (head === undefined) return `the file declares no head "${name}"`;
  if (featuresHash(system, head) !== lineage.code.features) return "the file declares other features or another label";
  if (contractId(system.contract) !== lineage.code.contract) return "the contract has changed since";
  if (head.learner.learner !== lineage.learner || hashValue(paramsOf(head)) !== hashValue(lineage.params))
    return "the file declares another learner or other parameters";
  const { folds, newest, declared = newest } = lineage.split;
  if (system.seed !== lineage.seed || folds !== system.evaluation.folds || declared !== system.evaluation.newest)
    return "the file declares another seed or another way of judging";
  return undefined;
}
