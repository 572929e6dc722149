import type { Online } from "../../decide/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { ControlDuties } from "./duties.ts";
import type { Partner } from "./talk.ts";

/**
 * The online views, which another thread keeps: one owner, so that what any thread took in is seen by all. Undefined where no
 * system declares streams.
 */
export function toldOnline(
  systems: readonly SystemDefinition[],
  control: Pick<Partner<ControlDuties>, "ask">,
): Pick<Online, "seen" | "push" | "refresh" | "facts"> | undefined {
  if (!systems.some(hasStreams)) return undefined;
  return {
    seen: async (system, about) =>
      hasStreams(system) ? await control.ask("seen", { system: system.name, about }) : undefined,
    push: ({ name: system }, about) => control.ask("push", { system, about }),
    // Whoever keeps them sees to that, and tells how they stand.
    refresh: async () => undefined,
    facts: () => [],
  };
}

function hasStreams({ streams }: SystemDefinition): boolean {
  return Object.keys(streams).length > 0;
}
