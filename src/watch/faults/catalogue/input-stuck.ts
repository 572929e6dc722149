import { defineFault, type Fault, unfit } from "../fault.ts";
import { withField } from "../hit.ts";
import { fieldToHit, readersOf, valuesBefore } from "../places.ts";

/** A sensor, or a cache, says the same again and again. */
export const inputStuck: Fault = defineFault({
  about: "a number stays what it last was",
  of: "inputs",
  part: "field",
  noticedBy: ["input.stuck"],
  plan(site) {
    const field = fieldToHit(site, "number");
    const last = field === undefined ? undefined : valuesBefore(site, field).at(-1);
    if (field === undefined || last === undefined) return unfit("no caller gives a number that a feature reads");
    return {
      says: `${field} is ${String(last)} for everybody`,
      names: readersOf(site, field),
      stream: withField(site, field, () => last),
    };
  },
});
