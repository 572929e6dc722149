import { defineFault, type Fault, unfit } from "../fault.ts";
import { hasModels, withReleases } from "../models.ts";

/** A model's bytes were deleted, or cannot be read: whatever stands in for it answers. */
export const modelGone: Fault = defineFault({
  about: "the bytes of the models are deleted",
  of: "people",
  part: "head",
  noticedBy: ["fallback.risen", "head.silent"],
  plan(site) {
    if (!hasModels(site.state)) return unfit("no model serves");
    const state = withReleases(site.state, (release) => ({
      ...release,
      models: {},
      previous: {},
      unusable: Object.fromEntries(Object.keys(release.models).map((head) => [head, "its bytes are gone"])),
    }));
    return { says: "no model can be read, and the rule answers", state };
  },
});
