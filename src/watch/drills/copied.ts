import type { Instant } from "../../kernel/index.ts";
import { hashUniform } from "../../kernel/index.ts";
import type { Envelope, OutcomeBody } from "../../records/index.ts";

/** What of a journal is copied. */
export interface Copying {
  readonly system: string;
  /** Not what is older. */
  readonly since: Instant;
  /** Decisions at most: beyond it, a sample of them by their ids, with all that was reported of those. */
  readonly most: number;
}

/** Copies a stretch of a journal into memory. Reads it once, from wherever its entries begin. */
export async function copyOf(
  entries: AsyncIterable<Envelope>,
  { system, since, most }: Copying,
): Promise<readonly Envelope[]> {
  let [kept, share, decisions]: [Envelope[], number, number] = [[], 1, 0];
  for await (const entry of entries) {
    if (entry.at < since || (entry.body as { readonly system?: string }).system !== system) continue;
    if (hashUniform(`drill ${decisionOf(entry)}`) >= share) continue;
    kept.push(entry);
    if (entry.kind === "decision") decisions++;
    if (decisions <= most) continue;
    share /= 2;
    const left = share;
    kept = kept.filter((one) => hashUniform(`drill ${decisionOf(one)}`) < left);
    decisions = kept.filter(({ kind }) => kind === "decision").length;
  }
  return kept;
}

/** A report is copied where its decision is; an event by itself. */
function decisionOf({ kind, id, body }: Envelope): string {
  return kind === "outcome" ? (body as OutcomeBody).decision : id;
}
