import { defineFault, type Fault, unfit } from "../fault.ts";
import { withField } from "../hit.ts";
import { fieldToHit } from "../places.ts";

/** A caller sends a number as a text: such a question is refused, and nothing is decided. */
export const fieldRetyped: Fault = defineFault({
  about: "a number comes as a text",
  of: "inputs",
  part: "server",
  noticedBy: ["traffic.fell"],
  plan(site) {
    const field = fieldToHit(site, "number");
    if (field === undefined) return unfit("no caller gives a number that a feature reads");
    return {
      says: `${field} comes as a text, and the question is refused`,
      stream: withField(site, field, (value) => (typeof value === "number" ? `${value} units` : value)),
    };
  },
});
