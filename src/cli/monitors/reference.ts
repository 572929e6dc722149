import type { Registry, Release } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Reference, referenceBook, referenceId } from "../../watch/index.ts";
import type { ReferenceDeps } from "./reference-deps.ts";

/**
 * What a system is held against now: the period that a person called good, as long as the models of then serve; else what these
 * learned from, which is read once and kept. Undefined where no model serves and no period was called good. Throws
 * `data.snapshot-damaged`, `model.*` and what reading a snapshot throws.
 */
export async function servingReference(system: SystemDefinition, deps: ReferenceDeps): Promise<Reference | undefined> {
  const book = referenceBook(deps.state);
  const release = await servingRelease(system.name, deps.registry);
  const models = release?.models ?? {};
  const good = await book.good(system.name);
  if (good !== undefined && isSame(good.models, models)) {
    const chosen = await book.get(good.reference);
    if (chosen !== undefined) return chosen;
  }
  if (release === undefined || Object.keys(models).length === 0) return undefined;
  const kept = await book.get(referenceId(system.name, models));
  if (kept !== undefined) return kept;
  // Reading what was learned from needs what learns, and nothing else here does.
  const { trainingReference } = await import("./training-reference.ts");
  const made = await trainingReference(system, release, deps);
  if (made !== undefined) await book.keep(made);
  return made;
}

/** The release that most people get; undefined before there is a plan. */
export async function servingRelease(
  system: string,
  registry: Pick<Registry, "currentPlan" | "findRelease">,
): Promise<Release | undefined> {
  const plan = await registry.currentPlan(system);
  const serving = plan?.allocations.filter(({ purpose }) => purpose === "champion" || purpose === "unproven") ?? [];
  const [most] = [...serving].sort((a, b) => b.share - a.share);
  return most === undefined ? undefined : await registry.findRelease(most.release);
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
