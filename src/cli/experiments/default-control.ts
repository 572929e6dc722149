import { isDeepStrictEqual } from "node:util";
import { type Registry, type Release, restOf, type TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { chosenRelease } from "../releases/release-models.ts";

/** What a plan gives to whoever is in no experiment; undefined before anything was served. */
export async function servedRelease(plan: TrafficPlan | undefined, registry: Registry): Promise<Release | undefined> {
  const id = plan && (restOf(plan)?.release ?? plan.allocations[0]?.release);
  return id === undefined ? undefined : await registry.findRelease(id);
}

/** What is compared: `rule` or model ids. */
export interface AskedPair {
  readonly control: string | undefined;
  readonly treatment: readonly string[] | undefined;
}

/**
 * The control's word. Where nobody named one it is null, for what is served now; the rule where that is served, and where a
 * treatment is itself what is served: a model that serves already is held against what it has replaced. Throws what
 * {@link chosenRelease} throws.
 */
export async function controlWord(
  system: SystemDefinition,
  { control, treatment = [] }: AskedPair,
  { registry, served }: { readonly registry: Registry; readonly served: Release | undefined },
): Promise<string | null> {
  if (control !== undefined || treatment.length === 0) return control ?? null;
  if (served === undefined || served.kind === "rule") return "rule";
  for (const word of treatment) {
    const chosen = await chosenRelease(system, [word], registry);
    if (chosen.kind === "model" && isDeepStrictEqual(chosen.models, { ...served.models })) return "rule";
  }
  return null;
}

/** A release in the words by which it would be named. */
export function releaseWords({ kind, models }: Pick<Release, "kind" | "models">): string {
  return kind === "rule" ? "rule" : Object.values(models).join(", ");
}
