import type { AppendResult, Journal } from "../../store/index.ts";
import { type Draft, recordOf } from "./event-drafts.ts";
import type { OnlineClock } from "./online-clock.ts";
import { eventsUnlogged } from "./online-errors.ts";

export interface AppendDeps {
  readonly journal: Pick<Journal, "append">;
  readonly clock: OnlineClock;
  /** Takes what was journalled into the views. */
  readonly follow: () => Promise<void>;
}

interface Waiting {
  readonly drafts: readonly Draft[];
  resolve(result: AppendResult): void;
  reject(thrown: unknown): void;
}

/** Events that are journalled together at most, about. */
const LARGEST_GROUP = 10_000;

/**
 * Journals events. Whatever waits while others are stored is stored together, at one instant; an answer comes when the
 * events are on disk and in the view. While one group is taken into the view the next is on its way to the disk.
 */
export function groupedAppend(deps: AppendDeps): (drafts: readonly Draft[]) => Promise<AppendResult> {
  let waiting: Waiting[] = [];
  let isDraining = false;
  /** Never rejects. */
  let before: Promise<void> = Promise.resolve();
  const drain = async (): Promise<void> => {
    isDraining = true;
    while (waiting.length > 0) {
      const group = firstGroup(waiting);
      waiting = waiting.slice(group.length);
      const storing = store(group, deps);
      await before;
      before = finish(group, await storing, deps);
    }
    isDraining = false;
  };
  return (drafts) =>
    new Promise((resolve, reject) => {
      waiting.push({ drafts, resolve, reject });
      if (!isDraining) drain();
    });
}

function firstGroup(waiting: readonly Waiting[]): readonly Waiting[] {
  let events = 0;
  const end = waiting.findIndex(({ drafts }) => {
    events += drafts.length;
    return events > LARGEST_GROUP;
  });
  return end === -1 ? waiting : waiting.slice(0, Math.max(1, end));
}

type Stored = { readonly all: AppendResult } | { readonly thrown: unknown };

/** Never rejects. */
async function store(group: readonly Waiting[], { journal, clock }: AppendDeps): Promise<Stored> {
  const at = clock.stamp();
  try {
    const all = await journal.append(group.flatMap(({ drafts }) => drafts.map((draft) => recordOf(draft, at))));
    return all.includes("unlogged") ? { thrown: eventsUnlogged({}) } : { all };
  } catch (thrown) {
    return { thrown };
  }
}

/** Takes what was stored into the view, and answers; group after group, in the order of their instants. */
async function finish(group: readonly Waiting[], stored: Stored, { clock, follow }: AppendDeps): Promise<void> {
  try {
    if ("thrown" in stored) throw stored.thrown;
    await follow();
    let from = 0;
    for (const { drafts, resolve } of group) {
      resolve(stored.all.slice(from, from + drafts.length));
      from += drafts.length;
    }
  } catch (thrown) {
    for (const { reject } of group) reject(thrown);
  } finally {
    clock.settled();
  }
}
