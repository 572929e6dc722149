import { defineFault, type Fault, unfit } from "../fault.ts";
import { withReleases } from "../models.ts";

/** The weights of two heads are taken for one another. */
export const weightsSwapped: Fault = defineFault({
  about: "the weights of the heads are mixed up",
  of: "people",
  part: "score",
  noticedBy: ["score.*", "actions.shifted"],
  plan(site) {
    const differs = [...site.state.releases.values()].some(({ weights }) => new Set(Object.values(weights)).size > 1);
    if (!differs) return unfit("no two heads have weights that differ");
    const state = withReleases(site.state, (release) => {
      const entries = Object.entries(release.weights);
      const values = entries.map((_, i) => entries[(i + 1) % entries.length]?.[1] ?? 0);
      return { ...release, weights: Object.fromEntries(entries.map(([head], i) => [head, values[i] ?? 0])) };
    });
    return { says: "every head has the weight of the next one", state };
  },
});
