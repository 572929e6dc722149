import { openState } from "../../../src/presets.ts";

/** What was acknowledged, and how it compares with what is there. */
export interface Book {
  /** A decision that was answered, under the key of its question. */
  decided(key: string, id: string): void;
  /** An outcome that was acknowledged. */
  reported(id: string): void;
  /** Reads the journal of a state that nobody serves any more. */
  check(state: string): Promise<Checked>;
}

export interface Checked {
  readonly decisions: number;
  readonly outcomes: number;
  /** Acknowledged and not there. */
  readonly missing: number;
  /** There more than once. */
  readonly doubled: number;
  /** Decisions that are there and that no caller was ever told of. */
  readonly untold: number;
  /** Questions that were answered with another decision when they were asked again under their key. */
  readonly differing: number;
}

const PAGE = 5_000;

/** How often each entry is in a journal, by kind and id. */
async function entriesOf(state: string): Promise<ReadonlyMap<string, number>> {
  const { journal, close } = await openState(state, { create: false });
  const counts = new Map<string, number>();
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof journal.read>> = await journal.read(cursor, PAGE);
    for (const { kind, id } of page.entries) counts.set(`${kind} ${id}`, (counts.get(`${kind} ${id}`) ?? 0) + 1);
    if (page.entries.length === 0) break;
    cursor = page.next;
  }
  await close();
  return counts;
}

/** An empty book. */
export function openBook(): Book {
  const byKey = new Map<string, string>();
  const outcomes = new Set<string>();
  let differing = 0;
  return {
    decided(key, id) {
      const first = byKey.get(key) ?? id;
      if (first !== id) differing++;
      byKey.set(key, first);
    },
    reported: (id) => void outcomes.add(id),
    async check(state) {
      const there = await entriesOf(state);
      const decisions = new Set(byKey.values());
      const told = [...[...decisions].map((id) => `decision ${id}`), ...[...outcomes].map((id) => `outcome ${id}`)];
      const stored = [...there.keys()].filter((name) => name.startsWith("decision "));
      return {
        decisions: decisions.size,
        outcomes: outcomes.size,
        missing: told.filter((name) => !there.has(name)).length,
        doubled: [...there.values()].filter((count) => count > 1).length,
        untold: stored.filter((name) => !decisions.has(name.slice("decision ".length))).length,
        differing,
      };
    },
  };
}
