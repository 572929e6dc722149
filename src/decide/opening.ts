import { type Breach, type Cell, type Row, setOwn } from "../data/index.ts";
import { assign } from "../experiment/index.ts";
import { evaluateRow, farOutside, inputsOf, type Reach } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import type { DecisionBody, LimitRecord } from "../records/index.ts";
import type { Allocation } from "../registry/index.ts";
import type { SeenOnline } from "./online/online-view.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";

/** What is asked: about whom, and what is known now. */
export interface Question {
  /** Unique; also the source of what is left to chance, so that a replay draws the same. */
  readonly id: string;
  readonly entity: string;
  /** Values of the contract's fields that are known before, by name. */
  readonly given: unknown;
  /** What the windows over the entity's events say; absent for a system that asks none. */
  readonly online?: SeenOnline | undefined;
  /** What budgets have left, by name; absent where nobody counts. */
  readonly limits?: Readonly<Record<string, LimitRecord>> | undefined;
  /** Heads that are not to be asked now. */
  readonly skip?: readonly string[] | undefined;
  /** Watches how long a head takes; what it says is passed on as it is. */
  readonly timed?: HeadTimer | undefined;
}

/** Runs the scoring of a head, and may look at the time before and after. */
export type HeadTimer = <T>(head: string, score: () => T) => T;

/** What serves an entity. */
export interface Served {
  readonly allocation: Allocation;
  readonly release: LoadedRelease;
}

/** What a row of the contract says, and what its features are. */
export interface Seen {
  readonly row: Row;
  readonly features: Readonly<Record<string, Cell>>;
  /** Where the given breaks the contract in a field that somebody reads. */
  readonly flags: readonly Breach[];
}

/** The arm of the traffic plan that an entity is in, and its release. */
export function servedTo({ plan, releases }: ServingState, entity: string): Served {
  const arm = assign({ salt: plan.salt, entity, shares: plan.allocations });
  const allocation = known(
    plan.allocations.find((one) => one.arm === arm),
    `arm ${arm} of the plan`,
  );
  return { allocation, release: known(releases.get(allocation.release), `release ${allocation.release} is loaded`) };
}

/** What the windows say, and as of when where that is known. */
type SeenWindows = Pick<SeenOnline, "windows"> & { readonly at?: number };

/** What is needed to read what was given. */
export type Reader = Pick<ServingState, "enforce" | "read" | "system">;

/**
 * Reads what was given under the contract, beside what the windows say. A time that was not given is that of the decision.
 * Throws `data.given-wrong-type` when what was given is not what the contract names.
 */
export function see(reader: Reader, given: unknown, online?: SeenWindows): Seen {
  const read = readGiven(reader, given, online);
  return { ...read, features: evaluateRow(inputsOf(reader.system.features), read.row) };
}

/** {@link see} without the features, for whoever computes those of many rows at once. */
export function readGiven(
  { enforce, read, system: { time } }: Reader,
  given: unknown,
  online?: SeenWindows,
): Pick<Seen, "row" | "flags"> {
  const { row: plain, breaches } = enforce(given);
  const filled = online?.at !== undefined && time !== undefined && plain[time] === null ? { [time]: online.at } : {};
  const row = { ...plain, ...filled, ...online?.windows };
  const flags = breaches.filter((breach) => !Object.hasOwn(filled, breach.field) && isRead(breach, read));
  return { row, flags };
}

/** Whether somebody reads a field that is broken; of a rule over several fields, any of them. */
function isRead({ field, across }: Breach, read: ReadonlySet<string>): boolean {
  return (across?.reads ?? [field]).some((name) => read.has(name));
}

/** The fields that were given, as the contract read them: what is stored is what was decided on. */
export function givenUnder(row: Row, given: unknown): DecisionBody["given"] {
  const kept: Record<string, Cell> = {};
  for (const field of Object.keys(given ?? {})) setOwn(kept, field, row[field] ?? null);
  return kept;
}

/** The part of a receipt that every decision has. */
export function receiptHead(
  state: ServingState,
  { allocation, release }: Served,
): Pick<DecisionBody, "system" | "plan" | "arm" | "purpose" | "experiment" | "eligible" | "release" | "versions"> {
  return {
    system: state.system.name,
    plan: state.plan.id,
    arm: allocation.arm,
    purpose: allocation.purpose,
    ...(allocation.experiment === undefined ? {} : { experiment: allocation.experiment }),
    eligible: allocation.experiment !== undefined,
    release: release.id,
    versions: {
      models: release.versions,
      weights: release.weightsVersion,
      policy: release.policyVersion,
      contract: state.contractVersion,
    },
  };
}

/** The code for windows that nobody could answer. */
export function onlineCodes({ online }: Pick<Question, "online">): readonly string[] {
  return online?.unavailable === undefined ? [] : ["fallback.online-unavailable"];
}

/** What a receipt says of the online view. */
export function seenOnline({ online }: Pick<Question, "online">): Pick<DecisionBody, "online"> {
  return online === undefined ? {} : { online };
}

/** What a receipt says of budgets, and of heads that were left out. */
export function seenLimits({ limits, skip = [] }: Question): Pick<DecisionBody, "limits" | "skipped"> {
  return { ...(limits === undefined ? {} : { limits }), ...(skip.length === 0 ? {} : { skipped: skip }) };
}

/** Features far outside of what a release's models learned from; of what breaks the contract there is more to say than that. */
export function farFrom(
  release: LoadedRelease,
  { features, flags }: Pick<Seen, "features" | "flags">,
): readonly string[] {
  if (isOutside(flags)) return [];
  const far = reachesOf(release).flatMap((reach) => farOutside(reach, features));
  return far.length > 1 ? [...new Set(far)] : far;
}

const reaches = new WeakMap<LoadedRelease, readonly Reach[]>();

/** The reaches of a release's heads, each once: heads that were learned together have the same. */
export function reachesOf(release: LoadedRelease): readonly Reach[] {
  const ready = reaches.get(release);
  if (ready !== undefined) return ready;
  const distinct = new Map(Object.values(release.reach ?? {}).map((reach) => [JSON.stringify(reach), reach]));
  const made = [...distinct.values()];
  reaches.set(release, made);
  return made;
}

/** Codes for what is odd about the given. */
export function flagCodes(flags: readonly Breach[]): readonly string[] {
  return flags.map(({ field, rule, across }) => `input.${rule}:${across?.name ?? field}`);
}

/** Whether a value was given that the contract does not allow. An absent one is no reason: models know missing values. */
export function isOutside(flags: readonly Breach[]): boolean {
  return flags.some(({ rule }) => rule !== "missing");
}

/** Names of the filters that a row meets. */
export function filtersMet({ system }: Pick<ServingState, "system">, row: Row): readonly string[] {
  const met = system.filters.filter(({ name, when }) => evaluateRow({ [name]: when }, row)[name] === true);
  return met.map(({ name }) => `filter.${name}`);
}
