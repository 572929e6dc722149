import type { Registry } from "../../../registry/index.ts";
import { mergeWeighted, noWeighted } from "../../../stats/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import type { Circumstances, Reference, Seen, SeenBook } from "../../../watch/index.ts";

/** What alerts are told about a system. */
export interface CircumstancesOf {
  readonly system: SystemDefinition;
  /** How the system's file is named on a command line. */
  readonly file: string;
  readonly reference: Reference | undefined;
  readonly periodMs: number;
  readonly book: SeenBook;
  readonly registry: Pick<Registry, "history">;
}

const DAY = 86_400_000;
/** Events of the history that may explain something. */
const LATELY = 500;

/** What is known of a system when symptoms come: how much it decides, what that earns, and what was changed. */
export async function circumstancesOf(of: CircumstancesOf): Promise<Circumstances> {
  const { system, file, reference, periodMs, book, registry } = of;
  const all = await shortPeriods(book, system.name);
  const last = all.at(-1)?.to ?? 0;
  const day = all.filter(({ from }) => from >= last - DAY);
  const covered = day.reduce((sum, { from, to }) => sum + to - from, 0);
  const decisions = day.reduce((sum, seen) => sum + seen.decisions, 0);
  const earned = all.map(({ value }) => value ?? noWeighted).reduce(mergeWeighted, noWeighted);
  return {
    ...{ system, file, reference, slackMs: 2 * periodMs },
    history: (await registry.history(system.name)).slice(-LATELY),
    decisionsPerDay: covered === 0 ? null : Math.round((decisions * DAY) / covered),
    perDecision: earned.weight === 0 ? null : earned.mean,
  };
}

/** What is asked of each period here: of a system with many inputs a whole one is a megabyte. */
async function shortPeriods(
  book: SeenBook,
  system: string,
): Promise<readonly Pick<Seen, "from" | "to" | "decisions" | "value">[]> {
  const all: Pick<Seen, "from" | "to" | "decisions" | "value">[] = [];
  for await (const { from, to, decisions, value } of book.eachPeriod(system))
    all.push({ from, to, decisions, ...(value === undefined ? {} : { value }) });
  return all;
}
