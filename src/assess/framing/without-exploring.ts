import type { SystemDefinition } from "../../system/index.ts";

/** A system that does what it thinks best: what is compared is not what chance tries. */
export function withoutExploring(system: SystemDefinition): SystemDefinition {
  const { policy } = system;
  if (!("explore" in policy)) return system;
  const { explore: _, ...plain } = policy;
  return { ...system, policy: plain };
}
