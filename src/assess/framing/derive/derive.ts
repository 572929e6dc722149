import type { Bench } from "../bench.ts";
import type { Framing, Untried } from "../framing.ts";
import { fromAct } from "./from-act.ts";
import { fromLabel } from "./from-label.ts";
import { fromOrder } from "./from-order.ts";
import { fromValue } from "./from-value.ts";

/** The other ways to state a problem that can be worked out from the one that the file states; and why others cannot. */
export function derivedFramings(bench: Bench): readonly (Framing | Untried)[] {
  switch (bench.system.policy.policy) {
    case "act-if":
      return fromAct(bench);
    case "pick-label":
      return fromLabel(bench);
    case "pick-value":
      return fromValue(bench);
    case "rank-by":
      return fromOrder(bench);
    case "pick-labels":
      return [];
  }
}
