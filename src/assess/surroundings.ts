import type { Enforced } from "../data/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Dataset } from "../train/index.ts";
import { checkAssumptions } from "./brief/check-assumptions.ts";
import type { CheckedAssumption } from "./brief/checked-assumption.ts";
import type { ChainLink } from "./chain/chain-link.ts";
import { proxyLinks } from "./chain/proxy-links.ts";
import type { AssessDeps } from "./deps.ts";
import { selectionSign } from "./selection-sign.ts";
import type { Sign } from "./signs.ts";

/** What is looked at in the rows whatever is decided, and needs no fit of the label. */
export interface Surroundings {
  readonly assumptions: readonly CheckedAssumption[];
  readonly selection: readonly Sign[];
  readonly proxies: readonly ChainLink[];
}

/** What was read, and what can be learned from; null where nothing can. */
export interface ReadRows {
  readonly enforced: Enforced;
  readonly dataset: Dataset | null;
}

/** Holds the brief against the rows, and looks whether those without a label are like the others. */
export function surroundingsOf(
  system: SystemDefinition,
  { enforced, dataset }: ReadRows,
  { now }: Pick<AssessDeps, "now">,
): Surroundings {
  const { objective } = system;
  const assumptions = (objective.stated ? objective.brief?.assumptions : undefined) ?? [];
  return {
    assumptions: checkAssumptions(assumptions, { system, rows: enforced, ...(now === undefined ? {} : { now }) }),
    selection: selectionSign(system, enforced, dataset),
    proxies: proxyLinks(system, enforced),
  };
}
