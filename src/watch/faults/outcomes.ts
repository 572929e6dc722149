import type { OutcomeBody } from "../../records/index.ts";
import type { FaultSite } from "./fault.ts";
import { inOrder, type Reported, reportsByDecision, type Stream } from "./happening.ts";
import { isHit } from "./hit.ts";

/** Whether any outcome was reported before anything was wrong. */
export function hasReports({ stream, from }: FaultSite): boolean {
  return stream.some((one) => one.kind === "reported" && one.at < from);
}

/** Another value than this: the other of two, nothing for an amount, a class that is none. */
export function opposite(value: OutcomeBody["value"]): OutcomeBody["value"] {
  if (typeof value === "boolean") return !value;
  return typeof value === "number" ? (value === 0 ? 1 : 0) : `not ${value}`;
}

/** The first outcome that is a yes or a no and was reported; undefined where there is none. */
export function flagOutcome({ system, stream, from }: FaultSite): string | undefined {
  const flags = Object.entries(system.outcomes).flatMap(([name, { kind }]) => (kind === "flag" ? [name] : []));
  return flags.find((name) =>
    stream.some((one) => one.kind === "reported" && one.at < from && one.body.outcome === name),
  );
}

/** Turns yes into no and no into yes, for the decisions that are hit. Silence is a no. */
export function flipped(site: FaultSite, outcome: string): Stream {
  const reports = reportsByDecision(site.stream);
  const delay = usualDelay(site, outcome);
  const added: Reported[] = [];
  const hit = new Set<string>();
  for (const one of site.stream) {
    if (one.kind !== "asked" || !isHit(site, one)) continue;
    hit.add(one.id);
    const own = (reports.get(one.id) ?? []).filter(({ body }) => body.outcome === outcome);
    if (own.some(({ body }) => body.value === true)) continue;
    const at = one.at + delay;
    const body = { system: site.system.name, decision: one.id, outcome, value: true, happenedAt: at };
    added.push({ kind: "reported", id: `flipped:${one.id}`, at, body });
  }
  const left = site.stream.filter(
    (one) => one.kind !== "reported" || one.body.outcome !== outcome || !hit.has(one.body.decision),
  );
  return inOrder([...left, ...added]);
}

/** The median time from a decision to its report. */
function usualDelay({ stream, from }: FaultSite, outcome: string): number {
  const asked = new Map(stream.flatMap((one) => (one.kind === "asked" ? [[one.id, one.at] as const] : [])));
  const delays = stream.flatMap((one) => {
    const at =
      one.kind === "reported" && one.body.outcome === outcome && one.at < from
        ? asked.get(one.body.decision)
        : undefined;
    return at === undefined ? [] : [one.at - at];
  });
  return delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)] ?? 0;
}
