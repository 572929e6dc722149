import type { LoadedRelease, ServingState } from "../../decide/index.ts";
import { hashValue } from "../../kernel/index.ts";
import type { ModelVersion } from "../../registry/index.ts";

/** What is different in what two traffic plans serve to most entities, or in who gets what. */
export interface VersionChange {
  readonly part: "model" | "weights" | "policy" | "rule" | "traffic";
  /** Of a model, its head. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Of a model: what it was made from that the other was not: `snapshot`, `params`, `features` … */
  readonly madeFrom: readonly string[];
}

/** Names what is different between two states. `models`: what is known of their models, by id. */
export function versionChanges(
  before: ServingState,
  after: ServingState,
  models: ReadonlyMap<string, ModelVersion>,
): readonly VersionChange[] {
  const [a, b] = [servedMost(before), servedMost(after)];
  if (a === undefined || b === undefined) return [];
  const told = { madeFrom: [] };
  const heads = [...new Set([...Object.keys(a.versions), ...Object.keys(b.versions)])];
  const kinds =
    a.kind === b.kind ? [] : [{ part: "rule" as const, name: "who decides", from: a.kind, to: b.kind, ...told }];
  const byHead = heads.flatMap((head): VersionChange[] => {
    const [from = "none", to = "none"] = [a.versions[head], b.versions[head]];
    return from === to
      ? []
      : [{ part: "model", name: head, from, to, madeFrom: lineageChanges(models.get(from), models.get(to)) }];
  });
  const weights = sameValue(a.weights, b.weights)
    ? []
    : [{ part: "weights" as const, name: "weights", from: wordWeights(a), to: wordWeights(b), ...told }];
  const policy = sameValue(a.policy, b.policy)
    ? []
    : [{ part: "policy" as const, name: "policy", from: a.policyVersion, to: b.policyVersion, ...told }];
  const [from, to] = [trafficOf(before), trafficOf(after)];
  const traffic = from === to ? [] : [{ part: "traffic" as const, name: "traffic plan", from, to, ...told }];
  return [...kinds, ...byHead, ...weights, ...policy, ...traffic];
}

function servedMost({ plan, releases }: ServingState): LoadedRelease | undefined {
  return releases.get(plan.allocations[0]?.release ?? "");
}

const sameValue = (a: unknown, b: unknown): boolean => hashValue(a ?? null) === hashValue(b ?? null);

function wordWeights({ weights }: LoadedRelease): string {
  return Object.entries(weights)
    .map(([head, value]) => `${head}=${value}`)
    .join(" ");
}

/** Who gets how much, without what. */
function trafficOf({ plan }: ServingState): string {
  return plan.allocations
    .map(({ arm, share, purpose }) => `${arm} ${Number((100 * share).toPrecision(4))}% ${purpose}`)
    .join(", ");
}

/** In what the lineages of two models differ. */
export function lineageChanges(from: ModelVersion | undefined, to: ModelVersion | undefined): readonly string[] {
  if (from === undefined || to === undefined) return [];
  const [a, b] = [from.lineage, to.lineage];
  const parts: readonly (readonly [name: string, before: unknown, after: unknown])[] = [
    ["snapshot", a.snapshot, b.snapshot],
    ["split", a.split, b.split],
    ["learner", a.learner, b.learner],
    ["params", a.params, b.params],
    ["seed", a.seed, b.seed],
    ["features", a.code.features, b.code.features],
    ["contract", a.code.contract, b.code.contract],
    ["package version", a.code.version, b.code.version],
    ["parents", a.parents, b.parents],
  ];
  return parts.flatMap(([name, before, after]) => (sameValue(before, after) ? [] : [name]));
}

/** Plans that serve the same to the same entities have the same key, and are asked once. */
export function servedKey({ plan, releases }: ServingState): string {
  const arms = plan.allocations.map(({ arm, release, share, purpose }) => {
    const found = releases.get(release);
    return {
      arm,
      share,
      purpose,
      kind: found?.kind,
      versions: found?.versions,
      weights: found?.weights,
      policy: found?.policy ?? null,
    };
  });
  return JSON.stringify([plan.salt, arms]);
}
