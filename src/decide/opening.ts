import type { Breach, Cell, Row } from "../data/index.ts";
import { assign } from "../experiment/index.ts";
import { evaluateRow, inputsOf } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import type { DecisionBody } from "../records/index.ts";
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
}

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
export function see({ enforce, read, system: { time, features } }: Reader, given: unknown, online?: SeenWindows): Seen {
  const { row: plain, breaches } = enforce(given);
  const filled = online?.at !== undefined && time !== undefined && plain[time] === null ? { [time]: online.at } : {};
  const row = { ...plain, ...filled, ...online?.windows };
  const flags = breaches.filter((breach) => !Object.hasOwn(filled, breach.field) && isRead(breach, read));
  return { row, features: evaluateRow(inputsOf(features), row), flags };
}

/** Whether somebody reads a field that is broken; of a rule over several fields, any of them. */
function isRead({ field, across }: Breach, read: ReadonlySet<string>): boolean {
  return (across?.reads ?? [field]).some((name) => read.has(name));
}

/** The fields that were given, as the contract read them: what is stored is what was decided on. */
export function givenUnder(row: Row, given: unknown): DecisionBody["given"] {
  return Object.fromEntries(Object.keys(given ?? {}).map((field) => [field, row[field] ?? null]));
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

/** What a receipt says of the online view. */
export function seenOnline({ online }: Pick<Question, "online">): Pick<DecisionBody, "online"> {
  return online === undefined ? {} : { online };
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
