import { defineError, type ErrorConstructor, hashValue, type Instant } from "../kernel/index.ts";
import { type Change, change, type Facts, type Registered, type RegistryContext } from "./change.ts";
import { modelIn } from "./models.ts";
import type { Store } from "./series.ts";
import { releaseUnknown } from "./unknown.ts";
import { weightsIn } from "./weights.ts";

export interface ReleaseDraft {
  readonly system: string;
  /** Whether the rule decides or the heads do. */
  readonly kind: "rule" | "model";
  /** A model id per head; empty for the rule, and only then. */
  readonly models: Readonly<Record<string, string>>;
  /** Id of a weights version of the system. */
  readonly weights: string;
  /** The policy's parameters. */
  readonly policy: Facts;
  readonly why: string;
}

/** Everything that decides together. Immutable: to change a part is to make another release. */
export interface Release extends Omit<ReleaseDraft, "why"> {
  /** `rel_` and 16 hexadecimal digits, from the content alone. */
  readonly id: string;
  readonly createdAt: Instant;
  readonly by: string;
}

export const releaseInvalid: ErrorConstructor<{ readonly system: string; readonly why: string }> = defineError(
  "registry.release-invalid",
  {
    headline: "Parts that do not fit together",
    message: ({ system, why }: { readonly system: string; readonly why: string }) =>
      `A release of "${system}" holds models of that system under their own heads, or none for the rule. Got ${why}.`,
  },
);

/** Releases: registered once, never changed. */
export interface Releases {
  /**
   * The same content again gives the first record and `known: true`. Throws `registry.release-invalid`,
   * `registry.model-unknown`, `registry.weights-unknown`.
   */
  addRelease(draft: ReleaseDraft): Promise<Registered<Release>>;
  /** Throws `registry.release-unknown`. */
  findRelease(id: string): Promise<Release>;
  /** A system's releases, oldest first. */
  releases(system: string): Promise<readonly Release[]>;
}

export function releasesOf(context: RegistryContext): Releases {
  const { records } = context.state;
  return {
    addRelease: (draft) => change(context, (open) => addRelease(open, draft)),
    findRelease: (id) => releaseIn(records, id),
    releases: async (system) => (await allReleases(records)).filter((release) => release.system === system),
  };
}

/** The release with an id. Throws `registry.release-unknown`. */
export async function releaseIn(store: Store, id: string): Promise<Release> {
  const found = await store.collection<Release>("releases").get(id);
  if (found === undefined) throw releaseUnknown({ id, known: (await allReleases(store)).map((release) => release.id) });
  return found.value;
}

async function allReleases(store: Store): Promise<readonly Release[]> {
  return (await store.collection<Release>("releases").list()).map(({ value }) => value);
}

/** Registers a release, with its line in the history; only inside a transaction. */
export async function addRelease(
  { store, at, by, note }: Change,
  { why, ...draft }: ReleaseDraft,
): Promise<Registered<Release>> {
  const id = `rel_${hashValue(draft).slice(0, 16)}`;
  const releases = store.collection<Release>("releases");
  const first = await releases.get(id);
  if (first !== undefined) return { record: first.value, known: true };
  await checkParts(store, draft);
  const record: Release = { id, ...draft, createdAt: at, by };
  await releases.insert(id, record);
  const { system, kind, models, weights } = draft;
  await note(system, { what: "release.added", subject: id, why, facts: { kind, models, weights } });
  return { record, known: false };
}

async function checkParts(store: Store, draft: Omit<ReleaseDraft, "why">): Promise<void> {
  const { system, kind, models, weights } = draft;
  const heads = Object.entries(models);
  if (kind === "rule" && heads.length > 0) throw releaseInvalid({ system, why: "a rule with models" });
  if (kind === "model" && heads.length === 0) throw releaseInvalid({ system, why: "no model at all" });
  for (const [head, id] of heads) {
    const model = await modelIn(store, id, system);
    if (model.system !== system || model.head !== head)
      throw releaseInvalid({ system, why: `${id} of head \`${model.head}\` of "${model.system}" as \`${head}\`` });
  }
  await weightsIn(store, system, weights);
}
