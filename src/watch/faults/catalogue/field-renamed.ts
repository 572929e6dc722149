import { defineFault, type Fault, unfit } from "../fault.ts";
import { withGiven } from "../hit.ts";
import { fieldToHit } from "../places.ts";

/** A caller sends a field under another name: such a question is refused, and nothing is decided. */
export const fieldRenamed: Fault = defineFault({
  about: "a field comes under another name",
  of: "inputs",
  part: "server",
  noticedBy: ["traffic.fell"],
  plan(site) {
    const field = fieldToHit(site, "number") ?? fieldToHit(site, "text");
    if (field === undefined) return unfit("no caller gives a field that a feature reads");
    return {
      says: `${field} comes as ${field}_v2, and the question is refused`,
      stream: withGiven(site, (given) => {
        if (!Object.hasOwn(given, field)) return given;
        const { [field]: value, ...others } = given;
        return { ...others, [`${field}_v2`]: value };
      }),
    };
  },
});
