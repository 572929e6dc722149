import type { Kind } from "../../data/index.ts";
import { fieldsOf } from "../../features/index.ts";
import type { FaultSite } from "./fault.ts";
import type { Given } from "./happening.ts";

/** Questions that are looked at for what callers give. */
const SAMPLE = 200;
/** The same fault hits one of so many of the weightiest places. */
const PLACES = 3;

/** A field that callers give and features read, another with each trial; undefined where there is none of that kind. */
export function fieldToHit(site: FaultSite, kind: Kind, suits = (_field: string): boolean => true): string | undefined {
  const { fields } = site.system.contract;
  const given = givenFields(site);
  const found = weightedFields(site).filter((name) => fields[name]?.kind === kind && given.has(name) && suits(name));
  const places = found.slice(0, PLACES);
  return places[site.trial % Math.max(1, places.length)];
}

/** The field and the features that read it: where its fault is rightly found. */
export function readersOf({ system }: Pick<FaultSite, "system">, field: string): readonly string[] {
  const readers = Object.entries(system.features).flatMap(([name, node]) =>
    fieldsOf(node).includes(field) ? [name] : [],
  );
  return [...new Set([field, ...readers])];
}

/** Fields that features read, those of the weightiest features first. */
function weightedFields({ system, importance }: FaultSite): readonly string[] {
  const weights = new Map<string, number>();
  for (const [name, node] of Object.entries(system.features))
    for (const field of fieldsOf(node)) weights.set(field, (weights.get(field) ?? 0) + (importance[name] ?? 0));
  return [...weights].sort((a, b) => b[1] - a[1]).map(([field]) => field);
}

/** Fields that some caller gave a value for, before anything was wrong. */
function givenFields(site: FaultSite): ReadonlySet<string> {
  const found = new Set<string>();
  let looked = 0;
  for (const given of givenBefore(site)) {
    if (looked++ >= SAMPLE) break;
    for (const [name, value] of Object.entries(given)) if (value != null) found.add(name);
  }
  return found;
}

/** The values of a field that were given before anything was wrong, missing ones left out. */
export function valuesBefore(site: FaultSite, field: string): readonly unknown[] {
  return [...givenBefore(site)].map((given) => given[field]).filter((value) => value != null);
}

function* givenBefore({ stream, from }: FaultSite): Generator<Given> {
  for (const one of stream) {
    if (one.kind !== "asked" || one.at >= from) continue;
    yield one.given;
    for (const { given } of one.candidates ?? []) yield given;
  }
}
