import { rng } from "../../../kernel/index.ts";
import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import { type Asked, inOrder, reportsByDecision, type Stream } from "../happening.ts";
import { isHit } from "../hit.ts";
import { fieldToHit, readersOf } from "../places.ts";

/** Other people come: those who were in the upper third before. What leads to what stays as it was. */
export const inputShifted: Fault = defineFault({
  about: "other people come than before",
  of: "inputs",
  part: "field",
  noticedBy: ["input.shifted", "input.unlike-training"],
  plan(site) {
    const field = fieldToHit(site, "number");
    const donors = field === undefined ? [] : upperThird(site, field);
    if (field === undefined || donors.length === 0) return unfit("no caller gives a number that a feature reads");
    return {
      says: `only those come who were in the upper third by ${field}`,
      names: Object.keys(site.system.contract.fields).concat(readersOf(site, field), Object.keys(site.system.features)),
      stream: replaced(site, donors),
    };
  },
});

function upperThird({ stream, from }: FaultSite, field: string): readonly Asked[] {
  const valued = stream.flatMap((one) => {
    const value = one.kind === "asked" && one.at < from ? one.given[field] : undefined;
    return one.kind === "asked" && typeof value === "number" ? [{ one, value }] : [];
  });
  const sorted = valued.toSorted((a, b) => a.value - b.value);
  return sorted.slice(Math.floor((2 * sorted.length) / 3)).map(({ one }) => one);
}

/** Each of them stands in for whoever came, with what came of them. */
function replaced(site: FaultSite, donors: readonly Asked[]): Stream {
  const reports = reportsByDecision(site.stream);
  const hit = new Set<string>();
  const out = site.stream.flatMap((one) => {
    if (one.kind !== "asked" || !isHit(site, one)) return [one];
    hit.add(one.id);
    const draw = rng({ seed: site.seed, unit: one.id, purpose: "fault.input-shifted" });
    const donor = donors[draw.integer(donors.length)] as Asked;
    const own = (reports.get(donor.id) ?? []).map((report) => ({
      ...report,
      id: `${report.id}:${one.id}`,
      at: report.at + one.at - donor.at,
      body: { ...report.body, decision: one.id, happenedAt: report.body.happenedAt + one.at - donor.at },
    }));
    return [{ ...one, given: donor.given }, ...own];
  });
  // What was reported of those who did not come is left out; what was added for those who did has a longer id.
  return inOrder(
    out.filter(
      (one) => one.kind !== "reported" || !hit.has(one.body.decision) || one.id.endsWith(`:${one.body.decision}`),
    ),
  );
}
