import { defineFault, type Fault, unfit } from "../fault.ts";
import { hasModels, withReleases } from "../models.ts";

/** Somebody sets the weights with the wrong sign: the worst comes first. */
export const weightsNegated: Fault = defineFault({
  about: "the weights have the wrong sign",
  of: "people",
  part: "score",
  noticedBy: ["score.*", "actions.shifted"],
  plan(site) {
    if (!hasModels(site.state)) return unfit("no model serves");
    const policy = site.system.policy.policy;
    if (policy !== "act-if" && policy !== "rank-by") return unfit("weights do not decide here");
    const state = withReleases(site.state, (release) => ({
      ...release,
      weights: Object.fromEntries(Object.entries(release.weights).map(([head, weight]) => [head, -weight])),
    }));
    return { says: "every weight has the other sign", state };
  },
});
