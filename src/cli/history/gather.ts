import { isProof, MONEY_PER_DECISION, type StoredComparison } from "../../experiment/index.ts";
import type { Proof, Registry, StoryCase } from "../../registry/index.ts";
import { criticalValue } from "../../stats/index.ts";

/** Everything that the story of a system is told from. */
export async function gatherStory(
  registry: Registry,
  comparisons: readonly StoredComparison[],
  system: string,
): Promise<StoryCase> {
  const [versions, signatures, events, runs, plans, releases] = await Promise.all([
    registry.objectives(system),
    registry.signatures(system),
    registry.history(system),
    registry.runs(system),
    registry.planHistory(system),
    registry.releases(system),
  ]);
  const proofs = comparisons.flatMap((one) => (one.system === system ? proofOf(one) : []));
  return { versions, signatures, events, runs, plans, releases, proofs };
}

/** A comparison that counts and whose money is above zero by a 95 % interval. */
function proofOf(comparison: StoredComparison): readonly Proof[] {
  const { online, currency, experiment, arm, until, by } = comparison;
  const lift = online[MONEY_PER_DECISION];
  if (lift === undefined || !isProof(comparison)) return [];
  const half = criticalValue(0.95) * lift.standardError;
  if (!(lift.value - half > 0)) return [];
  const amount = (value: number): string =>
    (1_000 * value).toLocaleString("en-US", { maximumSignificantDigits: 3, signDisplay: "exceptZero" });
  const found = `${amount(lift.value)} (${amount(lift.value - half)} to ${amount(lift.value + half)}) ${currency}`;
  return [{ at: until, by, words: `\`${experiment}\` showed ${found} per 1,000 decisions for ${arm}` }];
}
