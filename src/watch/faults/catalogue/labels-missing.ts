import { defineFault, type Fault, unfit } from "../fault.ts";
import { isHit } from "../hit.ts";
import { hasReports } from "../outcomes.ts";

/** Nobody tells any more what came of decisions. */
export const labelsMissing: Fault = defineFault({
  about: "outcomes are not reported any more",
  of: "outcomes",
  part: "head",
  noticedBy: ["labels.missing"],
  needsOutcomes: true,
  plan(site) {
    if (!hasReports(site)) return unfit("no outcome was ever reported");
    return {
      says: "no outcome is reported",
      stream: site.stream.filter((one) => one.kind !== "reported" || !isHit(site, one)),
    };
  },
});
