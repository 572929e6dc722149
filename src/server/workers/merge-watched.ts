import { together, type Watched } from "../../watch/index.ts";

/** What several threads have seen, by system: of each, under the newest plan that any of them decides by. */
export function mergeWatched(all: readonly Watched[]): readonly Watched[] {
  const newest = new Map<string, Watched>();
  for (const seen of all)
    if (seen.epoch > (newest.get(seen.system)?.epoch ?? Number.NEGATIVE_INFINITY)) newest.set(seen.system, seen);
  return [...newest.values()].map((plan) =>
    together(
      plan,
      all.filter(({ system }) => system === plan.system),
    ),
  );
}
