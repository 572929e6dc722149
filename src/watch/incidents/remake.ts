import { decideAgain, isCallersMistake, type LoadedRelease, type ServingState } from "../../decide/index.ts";
import { hashUniform } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { Factor } from "./factor.ts";

/** What served decisions, by the id of the traffic plan; undefined where that is not known any more. */
export type StateOf = (plan: string) => ServingState | undefined;

/** A decision as it is made under a state; undefined where its question cannot be asked any more. */
export function remade(record: DecisionRecord, state: ServingState): DecisionRecord | undefined {
  try {
    return { ...record, body: { ...decideAgain(record, state), took: record.body.took } };
  } catch (thrown) {
    if (isCallersMistake(thrown)) return undefined;
    throw thrown;
  }
}

/** What one puts right in a decision of the bad stretch, to see what would have come of it. */
export interface Repair {
  readonly input?: (record: DecisionRecord) => DecisionRecord;
  readonly state?: (state: ServingState) => ServingState;
}

/** A decision's inputs as they were in a decision of the good stretch, drawn by the id. */
export function inputsFrom(donors: readonly DecisionRecord[], factors: readonly Factor[]): Repair {
  const fields = factors.flatMap(({ kind, name }) => (kind === "field" ? [name] : []));
  const streams = factors.flatMap(({ kind, name }) => (kind === "stream" ? [name] : []));
  const input = (record: DecisionRecord): DecisionRecord => {
    const donor = donors[Math.floor(hashUniform(`donor ${record.id}`) * donors.length)];
    if (donor === undefined) return record;
    const given = {
      ...record.body.given,
      ...Object.fromEntries(fields.map((name) => [name, donor.body.given[name] ?? null])),
    };
    return { ...record, body: { ...record.body, given, ...windowsFrom(record, donor, streams) } };
  };
  return { input };
}

function windowsFrom(
  { body }: DecisionRecord,
  donor: DecisionRecord,
  streams: readonly string[],
): Partial<DecisionRecord["body"]> {
  const { online } = body;
  const theirs = donor.body.online;
  if (online === undefined || theirs === undefined || streams.length === 0) return {};
  const { unavailable: _, ...seen } = online;
  const wanted = Object.entries(theirs.windows).filter(([key]) =>
    streams.some((name) => key.startsWith(`window ${name}.`)),
  );
  return { online: { ...seen, windows: { ...online.windows, ...Object.fromEntries(wanted) } } };
}

/** The part of a release that a version factor speaks of. */
export type ReleasePart = "models" | "weights" | "policy" | "release";

/** What most entities got in the good stretch, in place of what the bad one was served. */
export function partFrom(good: ServingState, part: ReleasePart, head?: string): Repair {
  const theirs = good.releases.get(good.plan.allocations[0]?.release ?? "");
  if (theirs === undefined) return {};
  const state = (bad: ServingState): ServingState => {
    const releases = [...bad.releases].map(([id, release]) => [id, mended(release, theirs, { part, head })] as const);
    return { ...bad, releases: new Map(releases) };
  };
  return { state };
}

interface Mending {
  readonly part: ReleasePart;
  readonly head: string | undefined;
}

function mended(bad: LoadedRelease, good: LoadedRelease, { part, head }: Mending): LoadedRelease {
  if (part === "release") return { ...good, id: bad.id };
  if (bad.kind === "rule") return bad;
  if (part === "weights") return { ...bad, weights: good.weights };
  if (part === "policy") return { ...bad, policy: good.policy };
  const model = head === undefined ? undefined : good.models[head];
  if (head === undefined || model === undefined) return bad;
  const { [head]: _, ...unusable } = bad.unusable;
  return { ...bad, models: { ...bad.models, [head]: model }, unusable };
}
