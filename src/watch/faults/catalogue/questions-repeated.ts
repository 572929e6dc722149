import { defineFault, type Fault } from "../fault.ts";
import { isHit } from "../hit.ts";

/** A caller that got no answer in time asks again, under the same id. */
export const questionsRepeated: Fault = defineFault({
  about: "questions come twice",
  of: "traffic",
  part: "server",
  noticedBy: ["records.repeated"],
  plan(site) {
    const stream = site.stream.flatMap((one) => (one.kind === "asked" && isHit(site, one) ? [one, one] : [one]));
    return { says: "every question comes twice", stream };
  },
});
