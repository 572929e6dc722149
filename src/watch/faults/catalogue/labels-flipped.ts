import { defineFault, type Fault, unfit } from "../fault.ts";
import { flagOutcome, flipped } from "../outcomes.ts";

/** Yes and no are mixed up where outcomes are reported. */
export const labelsFlipped: Fault = defineFault({
  about: "yes and no are mixed up",
  of: "outcomes",
  part: "head",
  noticedBy: ["label.shifted", "concept.drifted", "quality.*", "calibration.*"],
  needsOutcomes: true,
  plan(site) {
    const outcome = flagOutcome(site);
    if (outcome === undefined) return unfit("no outcome is a yes or a no of which some was reported");
    return {
      says: `${outcome} is reported of those of whom it is not so, and not of the others`,
      stream: flipped(site, outcome),
    };
  },
});
