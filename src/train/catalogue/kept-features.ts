import { hashValue } from "../../kernel/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** What is kept of a system's features, so that the catalogue of another finds those that are the same. */
interface KeptFeatures {
  /** Of the source: equal expressions over other data are other features. */
  readonly source: string;
  /** Hash of the expression, by name. */
  readonly features: Readonly<Record<string, string>>;
}

function keyOf(system: string): string {
  return `catalogue/${system}`;
}

function keptOf({ source, streams, features }: SystemDefinition): KeptFeatures {
  const from = [source, ...Object.values(streams).map((stream) => stream.source)].map(({ source: kind, path }) => [
    ...[kind, path],
  ]);
  return {
    source: hashValue(from),
    features: Object.fromEntries(Object.entries(features).map(([name, node]) => [name, hashValue(node)])),
  };
}

/** Keeps which features a system has. */
export async function keepFeatures(system: SystemDefinition, blobs: Blobs): Promise<void> {
  const words = JSON.stringify(keptOf(system));
  const there = await blobs.get(keyOf(system.name));
  if (there !== undefined && new TextDecoder().decode(there) === words) return;
  await blobs.put(keyOf(system.name), new TextEncoder().encode(words));
}

/** Features of other systems that are the same expression over the same source, by the name of the feature here. */
export async function featuresElsewhere(
  system: SystemDefinition,
  blobs: Blobs,
): Promise<Readonly<Record<string, readonly { readonly system: string; readonly feature: string }[]>>> {
  const own = keptOf(system);
  const others = (await blobs.list(keyOf("")))
    .map((key) => key.slice(keyOf("").length))
    .filter((name) => name !== system.name);
  const theirs = new Map<string, { system: string; feature: string }[]>();
  for (const other of others) {
    const bytes = await blobs.get(keyOf(other));
    const kept = bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as KeptFeatures);
    if (kept?.source !== own.source) continue;
    for (const [feature, hash] of Object.entries(kept.features))
      theirs.set(hash, [...(theirs.get(hash) ?? []), { system: other, feature }]);
  }
  return Object.fromEntries(Object.entries(own.features).map(([name, hash]) => [name, theirs.get(hash) ?? []]));
}
