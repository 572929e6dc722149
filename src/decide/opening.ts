import { type Breach, type Cell, type Row, setOwn } from "../data/index.ts";
import { assignInPlan, burnsIn } from "../experiment/index.ts";
import { farOutside, type Reach } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import type { DecisionBody, LimitRecord } from "../records/index.ts";
import type { Allocation, ExperimentTerms } from "../registry/index.ts";
import type { SeenOnline } from "./online/online-view.ts";
import { preparedOf } from "./prepared.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";

/** What is asked: about whom, and what is known now. */
export interface Question {
  /** Unique; also the source of what is left to chance, so that a replay draws the same. */
  readonly id: string;
  readonly entity: string;
  /** When it is asked, milliseconds since 1970: arms that take turns go by it. Default 0. */
  readonly at?: number | undefined;
  /** Values of the contract's fields that are known before, by name. */
  readonly given: unknown;
  /** What the windows over the entity's events say; absent for a system that asks none. */
  readonly online?: SeenOnline | undefined;
  /** What budgets have left, by name; absent where nobody counts. */
  readonly limits?: Readonly<Record<string, LimitRecord>> | undefined;
  /** Heads that are not to be asked now. */
  readonly skip?: readonly string[] | undefined;
  /** What was seen when this was asked before, in place of what the given would come to now. */
  readonly seen?: Seen | undefined;
  /** Watches how long a head takes; what it says is passed on as it is. */
  readonly timed?: HeadTimer | undefined;
}

/** Runs the scoring of a head, and may look at the time before and after. */
export type HeadTimer = <T>(head: string, score: () => T) => T;

/** What serves an entity. */
export interface Served {
  readonly allocation: Allocation;
  readonly release: LoadedRelease;
  /** What the entity's experiment is, where it says so. */
  readonly terms?: ExperimentTerms;
  /** Another release that is asked in the same decision. */
  readonly beside?: LoadedRelease;
  /** Whether what is decided now may be counted in its experiment. */
  readonly eligible: boolean;
}

/** What a row of the contract says, and what its features are. */
export interface Seen {
  readonly row: Row;
  readonly features: Readonly<Record<string, Cell>>;
  /** Where the given breaks the contract in a field that somebody reads. */
  readonly flags: readonly Breach[];
}

/** The arm of the traffic plan that an entity is in, and what serves it there. */
export function servedTo(
  { plan, releases }: Pick<ServingState, "plan" | "releases">,
  { entity, at = 0 }: Pick<Question, "entity" | "at">,
): Served {
  const arm = assignInPlan(plan, { entity, at });
  const allocation = known(
    plan.allocations.find((one) => one.arm === arm),
    `arm ${arm} of the plan`,
  );
  const loaded = (id: string): LoadedRelease => known(releases.get(id), `release ${id} is loaded`);
  const terms = plan.experiments?.find(({ name }) => name === allocation.experiment);
  const { beside, experiment } = allocation;
  return {
    allocation,
    release: loaded(allocation.release),
    ...(terms === undefined ? {} : { terms }),
    ...(beside === undefined ? {} : { beside: loaded(beside) }),
    eligible: experiment !== undefined && !(terms?.switchback !== undefined && burnsIn(terms.switchback, at)),
  };
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
  return { row: read.row, flags: read.flags, features: preparedOf(reader.system).features(read.row) };
}

/** {@link see} without the features, for whoever computes those of many rows at once. */
export function readGiven(
  { enforce, read, system: { time } }: Reader,
  given: unknown,
  online?: SeenWindows,
): Pick<Seen, "row" | "flags"> {
  const { row: plain, breaches } = enforce(given);
  const isFilled = online?.at !== undefined && time !== undefined && plain[time] === null;
  const flags = breaches.filter((breach) => !(isFilled && breach.field === time) && isRead(breach, read));
  if (online === undefined) return { row: plain, flags };
  return { row: { ...plain, ...(isFilled ? { [time]: online.at as number } : {}), ...online.windows }, flags };
}

/** Whether somebody reads a field that is broken; of a rule over several fields, any of them. */
export function isRead({ field, across }: Breach, read: ReadonlySet<string>): boolean {
  return (across?.reads ?? [field]).some((name) => read.has(name));
}

/** The fields that were given, as the contract read them: what is stored is what was decided on. */
export function givenUnder(row: Row, given: unknown): DecisionBody["given"] {
  const kept: Record<string, Cell> = {};
  for (const field of Object.keys(given ?? {})) setOwn(kept, field, row[field] ?? null);
  return kept;
}

/** What was given when a question was asked before, as it was stored: a contract has read it. */
export function storedGiven({ given }: Pick<Question, "given">): DecisionBody["given"] {
  return given as DecisionBody["given"];
}

/** The part of a receipt that every decision has. */
export function receiptHead(
  state: ServingState,
  { allocation, release, eligible, beside }: Served,
): Pick<
  DecisionBody,
  "system" | "plan" | "arm" | "purpose" | "experiment" | "eligible" | "delayed" | "release" | "versions" | "unusable"
> {
  const lost = [...(release.lost ?? []), ...(beside?.lost ?? [])];
  return {
    system: state.system.name,
    plan: state.plan.id,
    arm: allocation.arm,
    purpose: allocation.purpose,
    ...(allocation.experiment === undefined ? {} : { experiment: allocation.experiment }),
    eligible,
    ...(allocation.delayMs === undefined ? {} : { delayed: allocation.delayMs }),
    release: release.id,
    versions: {
      models: release.versions,
      weights: release.weightsVersion,
      policy: release.policyVersion,
      contract: state.contractVersion,
    },
    ...(lost.length === 0 ? {} : { unusable: [...new Set(lost)].sort() }),
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
