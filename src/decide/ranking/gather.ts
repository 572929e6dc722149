import { setOwn } from "../../data/index.ts";
import type { RankBy } from "../../policy/index.ts";
import type { SourceRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { MOST_CANDIDATES } from "../errors.ts";
import type { Candidate } from "./candidates.ts";
import { fairShares } from "./fair-shares.ts";
import { type Came, type FindCandidates, type Found, findFrom } from "./find-from.ts";

/** Candidates of several sources, and what came of each: both go into the question. */
export interface Gathered {
  readonly candidates: readonly Candidate[];
  readonly sources: Readonly<Record<string, SourceRecord>>;
}

/**
 * Asks several sources at once, each within its declared time or a second: one that is late, fails, gives no list or is switched
 * off gives none, and the others are not held up. What is offered twice counts for the source that is named first. At most as many
 * come back as one request takes: each source's first ones, up to its `most` and its fair share of the request; how many were left
 * out is in `sources`, under `over`, and the receipt then says `source.over:<name>`. Never rejects.
 */
export async function gatherCandidates(
  { policy }: Pick<SystemDefinition, "policy">,
  finders: Readonly<Record<string, FindCandidates>>,
): Promise<Gathered> {
  const declared: RankBy["sources"] = policy.policy === "rank-by" ? policy.sources : undefined;
  const ownOf = (name: string) =>
    declared !== undefined && Object.hasOwn(declared, name) ? declared[name] : undefined;
  const found = await Promise.all(
    Object.entries(finders).map(async ([name, find]): Promise<Named> => {
      const source = ownOf(name) ?? {};
      return { name, ...source, ...(await findFrom(find, source)) };
    }),
  );
  const offered = eachOnce(found);
  const shares = fairShares(
    offered.map(({ length }) => length),
    MOST_CANDIDATES,
  );
  const candidates = found.flatMap(({ name }, i) =>
    (offered[i] ?? []).slice(0, shares[i]).map((one): Candidate => ({ ...one, source: name })),
  );
  const sources: Record<string, SourceRecord> = {};
  for (const [i, one] of found.entries()) {
    const over = one.fit.length - allowed(one).length + (offered[i]?.length ?? 0) - (shares[i] ?? 0);
    setOwn(sources, one.name, recordOf(one, over));
  }
  return { candidates, sources };
}

/** What came of a source, and what is declared of it. */
interface Named extends Found {
  readonly name: string;
  readonly most?: number;
}

function allowed({ fit, most }: Named): readonly Came[] {
  return fit.slice(0, most ?? fit.length);
}

/** Of each source what it may give and nobody before it gave. */
function eachOnce(found: readonly Named[]): readonly (readonly Came[])[] {
  const seen = new Set<string>();
  return found.map((one) => allowed(one).filter(({ id }) => !seen.has(id) && seen.add(id)));
}

function recordOf({ fit, unfit, missing }: Found, over: number): SourceRecord {
  return {
    came: fit.length + unfit,
    ...(over > 0 ? { over } : {}),
    ...(unfit > 0 ? { unfit } : {}),
    ...(missing === undefined ? {} : { missing }),
  };
}
