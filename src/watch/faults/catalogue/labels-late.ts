import { milliseconds } from "../../../kernel/index.ts";
import { defineFault, type Fault, unfit } from "../fault.ts";
import { inOrder } from "../happening.ts";
import { isHit } from "../hit.ts";
import { hasReports } from "../outcomes.ts";

/** Outcomes are reported after their window has closed. */
export const labelsLate: Fault = defineFault({
  about: "outcomes are reported too late",
  of: "outcomes",
  part: "head",
  noticedBy: ["labels.late", "labels.missing"],
  needsOutcomes: true,
  plan(site) {
    if (!hasReports(site)) return unfit("no outcome was ever reported");
    const { outcomes } = site.system;
    const delay = (name: string): number => {
      const declared = outcomes[name];
      return declared === undefined ? 0 : milliseconds(declared.within);
    };
    return {
      says: "every report comes a whole attribution window late",
      stream: inOrder(
        site.stream.map((one) =>
          one.kind === "reported" && isHit(site, one) ? { ...one, at: one.at + delay(one.body.outcome) } : one,
        ),
      ),
    };
  },
});
