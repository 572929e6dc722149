import { defineFault, type Fault, unfit } from "../fault.ts";
import { inOrder, type Reported } from "../happening.ts";
import { isHit } from "../hit.ts";
import { hasReports, opposite } from "../outcomes.ts";

/** Two systems report the same outcome, and not the same. */
export const labelsContradicting: Fault = defineFault({
  about: "outcomes are reported twice, and not the same",
  of: "outcomes",
  part: "head",
  noticedBy: ["labels.contradict"],
  needsOutcomes: true,
  plan(site) {
    if (!hasReports(site)) return unfit("no outcome was ever reported");
    const twins = site.stream.flatMap((one): Reported[] => {
      if (one.kind !== "reported" || !isHit(site, one)) return [];
      const value = opposite(one.body.value);
      return [{ ...one, id: `${one.id}:again`, at: one.at + 1, body: { ...one.body, value } }];
    });
    return { says: "every report is followed by one that says otherwise", stream: inOrder([...site.stream, ...twins]) };
  },
});
