import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import { withAsked } from "../hit.ts";
import { valuesBefore } from "../places.ts";

/** Rows of one group are deleted, or never sent. */
export const sliceLost: Fault = defineFault({
  about: "one group is not asked about any more",
  of: "people",
  part: "server",
  noticedBy: ["segment.vanished", "segment.starved"],
  plan(site) {
    const found = groupToLose(site);
    if (found === undefined) return unfit("no slice is declared that callers give, with two values");
    const { field, value } = found;
    return {
      says: `nobody asks about ${field}=${value}`,
      names: [`${field}=${value}`],
      stream: withAsked(site, (asked) => (String(asked.given[field]) === value ? undefined : asked)),
    };
  },
});

/** The second largest group: the largest would stop the traffic, the smallest nobody would miss. */
function groupToLose(site: FaultSite): { readonly field: string; readonly value: string } | undefined {
  for (const field of site.system.slices) {
    const counts = new Map<string, number>();
    for (const value of valuesBefore(site, field)) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    const [, second] = [...counts].sort((a, b) => b[1] - a[1]);
    if (second !== undefined) return { field, value: second[0] };
  }
  return undefined;
}
