import { milliseconds } from "../../kernel/index.ts";
import type { CandidateSource, RankBy } from "../../policy/index.ts";
import type { SourceRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Candidate } from "./candidates.ts";

/** Finds candidates; the signal is aborted when nobody waits for them any more. */
export type FindCandidates = (signal: AbortSignal) => Promise<readonly Omit<Candidate, "source">[]>;

/** Candidates of several sources, and what came of each: both go into the question. */
export interface Gathered {
  readonly candidates: readonly Candidate[];
  readonly sources: Readonly<Record<string, SourceRecord>>;
}

/**
 * Asks several sources at once, each within its declared time or a second: one that is late, fails or is switched off gives none, and
 * the others are not held up. What is offered twice counts for the source that is named first.
 */
export async function gatherCandidates(
  { policy }: Pick<SystemDefinition, "policy">,
  finders: Readonly<Record<string, FindCandidates>>,
): Promise<Gathered> {
  const declared: RankBy["sources"] = policy.policy === "rank-by" ? policy.sources : undefined;
  const names = Object.keys(finders);
  const found = await Promise.all(
    names.map((name) => findFrom(finders[name] as FindCandidates, declared?.[name] ?? {})),
  );
  const candidates = new Map<string, Candidate>();
  const sources: Record<string, SourceRecord> = {};
  for (const [i, name] of names.entries()) {
    const { came, missing } = found[i] as Found;
    sources[name] = { came: came.length, ...(missing === undefined ? {} : { missing }) };
    const most = declared?.[name]?.most ?? came.length;
    for (const one of came.slice(0, most))
      if (!candidates.has(one.id)) candidates.set(one.id, { ...one, source: name });
  }
  return { candidates: [...candidates.values()], sources };
}

interface Found extends Pick<SourceRecord, "missing"> {
  readonly came: readonly Omit<Candidate, "source">[];
}

/** Nobody who asks a source that says nothing of time waits for ever. */
const TIMEOUT = "1s";

async function findFrom(find: FindCandidates, { off = false, timeout = TIMEOUT }: CandidateSource): Promise<Found> {
  if (off) return { came: [], missing: "off" };
  const giveUp = new AbortController();
  const late = lateAfter(milliseconds(timeout), giveUp);
  try {
    const asked = find(giveUp.signal).then((came): Found => ({ came }));
    return await Promise.race([asked, late.promise]);
  } catch {
    // What a source is up to is not the caller's problem: the others answer, and the receipt says which one failed.
    return { came: [], missing: "failed" };
  } finally {
    late.stop();
  }
}

function lateAfter(wait: number, giveUp: AbortController): { readonly promise: Promise<Found>; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const promise = new Promise<Found>((resolve) => {
    timer = setTimeout(() => {
      resolve({ came: [], missing: "late" });
      giveUp.abort();
    }, wait);
  });
  return { promise, stop: () => clearTimeout(timer) };
}
