import { defineFault, type Fault, unfit } from "../fault.ts";
import { withField } from "../hit.ts";
import { fieldToHit, readersOf } from "../places.ts";

/** A category is written otherwise than it was. */
export const categoryRecoded: Fault = defineFault({
  about: "a category is written otherwise",
  of: "inputs",
  part: "field",
  noticedBy: ["input.new-values", "contract.*"],
  plan(site) {
    const field = fieldToHit(site, "text");
    if (field === undefined) return unfit("no caller gives a text that a feature reads");
    return {
      says: `${field} comes as a code with a prefix`,
      names: readersOf(site, field),
      stream: withField(site, field, (value) => (typeof value === "string" ? `v2:${value}` : value)),
    };
  },
});
