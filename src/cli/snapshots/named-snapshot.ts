import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Registry, Snapshot } from "../../registry/index.ts";

interface Unknown {
  readonly what: string;
  readonly known: readonly string[];
}

export const snapshotUnclear: ErrorConstructor<Unknown> = defineError("cli.input.snapshot-unknown", {
  headline: "Which snapshot?",
  message: ({ what, known }: Unknown) =>
    `"${what}" is neither a tag nor the beginning of one snapshot's id. There is ${known.join(", ") || "no snapshot yet"}.`,
  hint: () => "`alidade snapshots` lists them, with their tags.",
});

export const snapshotGone: ErrorConstructor<{ readonly id: string }> = defineError("cli.input.snapshot-gone", {
  headline: "A snapshot without its content",
  message: ({ id }: { readonly id: string }) =>
    `The content of snapshot ${id} was thrown away; its record is all that is left.`,
  hint: () => "`alidade history` says when and why. Taken again from the same data, it has the same id.",
});

const SHOWN = 12;

/** Every registered snapshot of every system, oldest first within each. */
export async function allSnapshots(registry: Registry): Promise<readonly Snapshot[]> {
  const systems = await registry.systems();
  return (await Promise.all(systems.map((system) => registry.snapshots(system)))).flat();
}

/** The snapshots that a tag or the beginning of an id names: one, or the same content in several systems; none when it names none. */
export function snapshotsCalled(all: readonly Snapshot[], what: string): readonly Snapshot[] {
  const tagged = all.filter(({ tags }) => tags?.includes(what) === true);
  if (tagged.length > 0) return tagged;
  const found = /^[0-9a-f]{4,64}$/.test(what) ? all.filter(({ id }) => id.startsWith(what)) : [];
  return new Set(found.map(({ id }) => id)).size === 1 ? found : [];
}

/** The snapshot that a tag or the beginning of an id names. Throws `cli.input.snapshot-unknown`. */
export async function namedSnapshot(registry: Registry, what: string): Promise<Snapshot> {
  const all = await allSnapshots(registry);
  const [first, ...others] = snapshotsCalled(all, what);
  // A tag may stand in two systems, for two contents.
  if (first !== undefined && others.every(({ id }) => id === first.id)) return first;
  const known = all.map(({ id, tags = [] }) => [id.slice(0, SHOWN), ...tags].join(" "));
  throw snapshotUnclear({ what, known: [...new Set(known)] });
}

/** A snapshot's id as people see it. */
export function shortId(id: string): string {
  return id.slice(0, SHOWN);
}
