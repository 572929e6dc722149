import type { Kind } from "../../data/index.ts";
import { inputsOf } from "../../features/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** What says which inputs a system has. */
export type InputsOf = Pick<SystemDefinition, "contract" | "entity" | "time" | "policy" | "features">;

/** The fields that are counted, by name: what is known before, less what says who, when and in which list. */
export function watchedFields({ contract, entity, time, policy }: InputsOf): Readonly<Record<string, Kind>> {
  const list = policy.policy === "rank-by" ? policy.list : undefined;
  const isWatched = (name: string): boolean => ![entity, time, list].includes(name);
  const fields = Object.entries(contract.fields).filter(([name, { known }]) => known === "before" && isWatched(name));
  return Object.fromEntries(fields.map(([name, { kind }]) => [name, kind]));
}

/** What heads are given, by name. */
export function watchedFeatures({ features }: InputsOf): Readonly<Record<string, Kind>> {
  return Object.fromEntries(Object.entries(inputsOf(features)).map(([name, { kind }]) => [name, kind]));
}
