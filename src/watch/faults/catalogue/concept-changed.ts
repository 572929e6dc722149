import { rng } from "../../../kernel/index.ts";
import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import { type Asked, inOrder, reportsByDecision, type Stream } from "../happening.ts";
import { isHit } from "../hit.ts";
import { hasReports } from "../outcomes.ts";

/** What leads to what is another: as many outcomes as before, and of other people. */
export const conceptChanged: Fault = defineFault({
  about: "outcomes no longer follow from the inputs",
  of: "outcomes",
  part: "head",
  noticedBy: ["concept.drifted", "quality.*", "calibration.*"],
  needsOutcomes: true,
  plan(site) {
    if (!hasReports(site)) return unfit("no outcome was ever reported");
    return { says: "outcomes befall people at random, as many as before", stream: dealtAnew(site) };
  },
});

/** Each decision gets the reports of another one that was made at about the same time. */
function dealtAnew(site: FaultSite): Stream {
  const reports = reportsByDecision(site.stream);
  const hit = site.stream.filter((one): one is Asked => one.kind === "asked" && isHit(site, one));
  const ids = new Set(hit.map(({ id }) => id));
  const others = shuffledInBlocks(site, hit);
  const dealt = hit.flatMap((asked, i) => {
    const other = others[i] as Asked;
    return (reports.get(other.id) ?? []).map((report) => ({
      ...report,
      at: report.at + asked.at - other.at,
      body: { ...report.body, decision: asked.id, happenedAt: report.body.happenedAt + asked.at - other.at },
    }));
  });
  return inOrder([...site.stream.filter((one) => one.kind !== "reported" || !ids.has(one.body.decision)), ...dealt]);
}

const BLOCK = 500;

function shuffledInBlocks({ seed }: FaultSite, all: readonly Asked[]): readonly Asked[] {
  const blocks = Array.from({ length: Math.ceil(all.length / BLOCK) }, (_, i) => all.slice(i * BLOCK, (i + 1) * BLOCK));
  return blocks.flatMap((block, i) => rng({ seed, unit: i, purpose: "fault.concept-changed" }).shuffled(block));
}
