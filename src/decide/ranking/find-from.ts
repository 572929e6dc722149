import { milliseconds } from "../../kernel/index.ts";
import type { CandidateSource } from "../../policy/index.ts";
import type { SourceRecord } from "../../records/index.ts";
import { isCandidateId } from "../errors.ts";
import type { Candidate } from "./candidates.ts";

/** A candidate as its source gives it. */
export type Came = Omit<Candidate, "source">;

/** Finds candidates; the signal is aborted when nobody waits for them any more. */
export type FindCandidates = (signal: AbortSignal) => Promise<readonly Came[]>;

/** What came of asking one source. */
export interface Found extends Pick<SourceRecord, "missing"> {
  readonly fit: readonly Came[];
  /** How many of its list were no candidates. */
  readonly unfit: number;
}

/** Nobody who asks a source that says nothing of time waits for ever. */
const TIMEOUT = "1s";

/** Asks a source, whatever it does: one that is late, fails or gives no list gives none. */
export async function findFrom(
  find: FindCandidates,
  { off = false, timeout = TIMEOUT }: CandidateSource,
): Promise<Found> {
  if (off) return none("off");
  const giveUp = new AbortController();
  const late = lateAfter(milliseconds(timeout), giveUp);
  try {
    const asked = Promise.resolve(find(giveUp.signal)).then(readList);
    return await Promise.race([asked, late.promise]);
  } catch {
    // What a source is up to is not the caller's problem: the others answer, and the receipt says which one failed.
    return none("failed");
  } finally {
    late.stop();
  }
}

function none(missing: NonNullable<Found["missing"]>): Found {
  return { fit: [], unfit: 0, missing };
}

/** What is no list is a failure of the source; what is no candidate in one is left out. */
function readList(came: unknown): Found {
  if (!Array.isArray(came)) return none("failed");
  const fit = came.filter(isCandidate);
  return { fit, unfit: came.length - fit.length };
}

function isCandidate(one: unknown): one is Came {
  if (typeof one !== "object" || one === null) return false;
  const { id, given = {} } = one as Partial<Came>;
  return isCandidateId(id) && typeof given === "object" && !Array.isArray(given);
}

function lateAfter(wait: number, giveUp: AbortController): { readonly promise: Promise<Found>; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const promise = new Promise<Found>((resolve) => {
    timer = setTimeout(() => {
      resolve(none("late"));
      giveUp.abort();
    }, wait);
  });
  return { promise, stop: () => clearTimeout(timer) };
}
