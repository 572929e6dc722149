import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Collection } from "../store/index.ts";
import { type Allocation, planInvalid } from "./allocations.ts";
import type { Change } from "./change.ts";
import { type LineRange, overlap } from "./line-range.ts";
import type { Store } from "./series.ts";

/** What a running experiment is, beside the allocations that are its arms. */
export interface ExperimentTerms extends LineRange {
  readonly name: string;
  /** How it asks: `ab`, `interleaving`, `switchback` … Whoever reads it out goes by it. */
  readonly design: string;
  /** Experiments of one namespace, of whatever system, never share an entity. */
  readonly namespace: string;
  /** Splits its entities among its arms. */
  readonly salt: string;
  /** The arm that the others are compared with. */
  readonly control: string;
  /** Time in blocks, in which the arms take turns. Milliseconds; `from` since 1970. */
  readonly switchback?: { readonly from: number; readonly blockMs: number; readonly burnInMs: number };
  /** The treatment's part of the entities, step by step. Milliseconds; `from` since 1970. */
  readonly stepped?: { readonly from: number; readonly everyMs: number; readonly steps: readonly number[] };
  /** How long a stretch is in which a cohort's effect is followed. Milliseconds. */
  readonly stretchMs?: number;
}

interface Taken {
  readonly namespace: string;
  readonly experiment: string;
  readonly system: string;
  readonly other: string;
}

export const namespaceTaken: ErrorConstructor<Taken> = defineError("registry.namespace-taken", {
  headline: "That part of the namespace is taken",
  message: ({ namespace, experiment, system, other }: Taken) =>
    `Experiments in one namespace must not share entities. In "${namespace}", "${experiment}" would share some with "${other}" of "${system}".`,
  hint: () =>
    "Take less traffic, another namespace (then both are independent of each other), or wait until that one ends.",
});

/** Throws `registry.plan-invalid`. */
export function checkTerms(
  system: string,
  allocations: readonly Allocation[],
  experiments: readonly ExperimentTerms[],
): void {
  const many = new Set(experiments.map(({ namespace }) => namespace)).size > 1;
  const shared = "experiments in different namespaces, which could share an entity that only one of them can serve";
  const wrong = experiments.flatMap((terms, i) => [
    ...lacking(terms, allocations),
    ...beside(terms, experiments.slice(0, i)),
  ]);
  const [why] = many ? [shared] : wrong;
  if (why !== undefined) throw planInvalid({ system, why });
}

/** What is wrong with an experiment by itself. */
function lacking(
  { name, control, from, to, salt, switchback, stepped }: ExperimentTerms,
  allocations: readonly Allocation[],
): readonly string[] {
  const isArm = allocations.some(({ arm, experiment }) => experiment === name && arm === control);
  const burns = switchback !== undefined && !(switchback.blockMs > switchback.burnInMs && switchback.burnInMs >= 0);
  return [
    ...(isArm ? [] : [`an experiment "${name}" without its control "${control}"`]),
    ...(from >= 0 && from < to && to <= 1 ? [] : [`the part ${from} to ${to} of a namespace for "${name}"`]),
    ...(salt === "" ? [`an empty salt for "${name}"`] : []),
    ...(burns ? [`blocks of "${name}" that are over before their burn-in`] : []),
    ...(stepped === undefined || ascends(stepped.steps) ? [] : [`steps of "${name}" that do not grow to at most 1`]),
  ];
}

/** What is wrong with an experiment beside those before it. */
function beside(terms: ExperimentTerms, others: readonly ExperimentTerms[]): readonly string[] {
  const { name } = terms;
  const twin = others.some((one) => one.name === name);
  const over = others.find((one) => overlap(one, terms));
  return [
    ...(twin ? [`two experiments named "${name}"`] : []),
    ...(over === undefined ? [] : [`"${name}" and "${over.name}" on the same part of a namespace`]),
  ];
}

function ascends(steps: readonly number[]): boolean {
  return steps.length > 0 && steps.every((share, i) => share > (steps[i - 1] ?? 0) && share <= 1);
}

/** A part of a namespace, and the experiment that holds it. */
export interface NamespaceClaim extends LineRange {
  readonly system: string;
  readonly experiment: string;
}

/** The parts of a namespace that are held. */
export async function claimsIn(store: Store, namespace: string): Promise<readonly NamespaceClaim[]> {
  return (await claimsOf(store).get(namespace))?.value ?? [];
}

function claimsOf(store: Store): Collection<readonly NamespaceClaim[]> {
  return store.collection<readonly NamespaceClaim[]>("namespaces");
}

/**
 * Gives a system's next plan its parts of the namespaces, and takes back those of the plan before; only inside a
 * transaction. Throws `registry.namespace-taken` where another system holds one of them.
 */
export async function claimNamespaces(
  { store }: Pick<Change, "store">,
  {
    system,
    before,
    after,
  }: {
    readonly system: string;
    readonly before: readonly ExperimentTerms[];
    readonly after: readonly ExperimentTerms[];
  },
): Promise<void> {
  const claims = claimsOf(store);
  for (const namespace of new Set([...before, ...after].map((one) => one.namespace))) {
    const stored = await claims.get(namespace);
    const others = (stored?.value ?? []).filter((one) => one.system !== system);
    const mine = after
      .filter((one) => one.namespace === namespace)
      .map(({ name, from, to }): NamespaceClaim => ({ system, experiment: name, from, to }));
    for (const { experiment, ...range } of mine) {
      const other = others.find((one) => overlap(one, range));
      if (other !== undefined)
        throw namespaceTaken({ namespace, experiment, system: other.system, other: other.experiment });
    }
    const next = [...others, ...mine];
    if (stored === undefined) await claims.insert(namespace, next);
    else await claims.compareAndSet(namespace, stored.version, next);
  }
}
