import { interleaving } from "../interleaving/preference.ts";
import { cohorts } from "./cohorts.ts";
import { disagreement } from "./disagreement.ts";
import { heldBack } from "./holdback.ts";
import { arms, type DesignKind } from "./kinds.ts";
import { latencyApart } from "./latency-parts.ts";
import { latencyPriced } from "./latency-price.ts";
import { stepped } from "./stepped.ts";
import { switchback } from "./switchback.ts";

/** Every way to put a question to traffic, by name. */
export const DESIGN_KINDS: Readonly<Record<string, DesignKind>> = Object.freeze(
  Object.fromEntries(
    [arms, latencyApart, disagreement, interleaving, latencyPriced, heldBack, switchback, stepped, cohorts].map(
      (kind) => [kind.name, kind],
    ),
  ),
);
