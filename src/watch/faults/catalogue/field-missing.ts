import { defineFault, type Fault, unfit } from "../fault.ts";
import { withField } from "../hit.ts";
import { fieldToHit, readersOf } from "../places.ts";

/** A feed of one field is gone: it is asked all the same, without it. */
export const fieldMissing: Fault = defineFault({
  about: "a field is not given any more",
  of: "inputs",
  part: "field",
  noticedBy: ["input.missing"],
  plan(site) {
    const field = fieldToHit(site, "number") ?? fieldToHit(site, "text");
    if (field === undefined) return unfit("no caller gives a field that a feature reads");
    return { says: `${field} is missing`, names: readersOf(site, field), stream: withField(site, field, () => null) };
  },
});
