import { type Clock, canonical } from "../../kernel/index.ts";
import type { Records } from "../../store/index.ts";
import { checkedComparison } from "./check.ts";
import type { ArchivedComparison, StoredComparison } from "./comparison.ts";

/** What an archive works with. */
export interface ArchiveContext {
  readonly records: Pick<Records, "collection" | "transaction">;
  readonly clock: Clock;
  /** Who adds to it. */
  readonly who: string;
}

/** What was archived, and whether exactly that had been there before. */
export interface Archived {
  readonly record: StoredComparison;
  readonly known: boolean;
}

/** Every finished comparison: wins, losses and spoilt ones, because an archive of wins alone teaches what is not so. */
export interface Archive {
  /**
   * Keeps a comparison. The same again changes nothing; a different reading of the same one is the next revision. Throws
   * `experiment.comparison-malformed`.
   */
  keep(comparison: ArchivedComparison): Promise<Archived>;
  /** The latest revision of each, in the order of their ends; of one system when it is named. */
  comparisons(system?: string): Promise<readonly StoredComparison[]>;
  /** Every revision of one comparison, oldest first. */
  revisions(id: string): Promise<readonly StoredComparison[]>;
}

type Store = Pick<Records, "collection">;

/** The archive of a state. */
export function archiveOf({ records, clock, who }: ArchiveContext): Archive {
  return {
    keep: (comparison) => {
      const checked = checkedComparison(comparison);
      return records.transaction((store) => keep(store, checked, { by: who, at: clock.now() }));
    },
    comparisons: async (system) =>
      latest(await all(records))
        .filter((comparison) => system === undefined || comparison.system === system)
        .toSorted((a, b) => a.until - b.until || (a.id < b.id ? -1 : 1)),
    revisions: async (id) => (await all(records)).filter((comparison) => comparison.id === id),
  };
}

/** The id of a comparison. */
export function comparisonId({
  system,
  experiment,
  arm,
}: Pick<ArchivedComparison, "system" | "experiment" | "arm">): string {
  return `${system}/${experiment}/${arm}`;
}

const collection = (store: Store) => store.collection<StoredComparison>("comparisons");

async function all(store: Store): Promise<readonly StoredComparison[]> {
  return (await collection(store).list()).map(({ value }) => value);
}

function latest(comparisons: readonly StoredComparison[]): readonly StoredComparison[] {
  return [...new Map(comparisons.map((comparison) => [comparison.id, comparison])).values()];
}

async function keep(
  store: Store,
  comparison: ArchivedComparison,
  stamp: Pick<StoredComparison, "by" | "at">,
): Promise<Archived> {
  const id = comparisonId(comparison);
  const last = (await all(store)).findLast((stored) => stored.id === id);
  if (last !== undefined && contentOf(last) === contentOf(comparison)) return { record: last, known: true };
  const record: StoredComparison = { ...comparison, id, revision: (last?.revision ?? 0) + 1, ...stamp };
  await collection(store).insert(`${id}/${record.revision}`, record);
  return { record, known: false };
}

/** What a comparison says, apart from who stored it when. */
function contentOf({ ...comparison }: ArchivedComparison & Partial<StoredComparison>): string {
  const { id: _id, revision: _revision, by: _by, at: _at, ...content } = comparison;
  return canonical(content);
}
