import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import type { Asked } from "../happening.ts";
import { withAsked } from "../hit.ts";

/** The part of all candidates that is still offered. */
const KEPT = 0.1;

/** What was shown often is offered again, and the rest no more: a loop that feeds on itself. */
export const exposureNarrowed: Fault = defineFault({
  about: "only what was shown often is offered again",
  of: "inputs",
  part: "action",
  noticedBy: ["exposure.narrowed"],
  plan(site) {
    const often = oftenShown(site);
    if (often.size === 0) return unfit("nothing is ranked here");
    return {
      says: `only the ${often.size} candidates come that were shown most often`,
      stream: withAsked(site, (asked) => narrowed(asked, often)),
    };
  },
});

function oftenShown({ stream, from }: FaultSite): ReadonlySet<string> {
  const shown = new Map<string, number>();
  for (const one of stream) {
    if (one.kind !== "asked" || one.at >= from) continue;
    for (const { id, position } of one.served.body.candidates ?? [])
      shown.set(id, (shown.get(id) ?? 0) + (position === null ? 0 : 1));
  }
  const sorted = [...shown].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  return new Set(sorted.slice(0, Math.ceil(KEPT * sorted.length)));
}

/** Where none of them was offered, the first one is: an empty question would be another fault. */
function narrowed(asked: Asked, often: ReadonlySet<string>): Asked {
  const { candidates } = asked;
  if (candidates === undefined) return asked;
  const left = candidates.filter(({ id }) => often.has(id));
  return { ...asked, candidates: left.length > 0 ? left : candidates.slice(0, 1) };
}
