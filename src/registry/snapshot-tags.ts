import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Versioned } from "../store/index.ts";
import type { Change } from "./change.ts";
import { type Snapshot, snapshotsIn } from "./snapshot-record.ts";
import { snapshotUnknown } from "./unknown.ts";

/** A name for a snapshot. */
export interface SnapshotTag {
  readonly system: string;
  readonly id: string;
  /** 1 to 63 lower-case letters, digits, points and hyphens, with a letter that no id has among them. */
  readonly tag: string;
  readonly why: string;
}

export const tagInvalid: ErrorConstructor<{ readonly tag: string }> = defineError("registry.tag-invalid", {
  headline: "A name that no snapshot can have",
  message: ({ tag }: { readonly tag: string }) =>
    `A tag is 1 to 63 lower-case letters, digits, points and hyphens, begins with a letter, and could not be the beginning of an id. Got "${tag}".`,
  hint: () => "Such as `golden` or `before-2026-11`.",
});

export const tagUnknown: ErrorConstructor<{ readonly tag: string; readonly known: readonly string[] }> = defineError(
  "registry.tag-unknown",
  {
    headline: "No such tag",
    message: ({ tag, known }: { readonly tag: string; readonly known: readonly string[] }) =>
      `No snapshot of this system is called "${tag}". There is ${known.join(", ") || "no tag"}.`,
  },
);

const TAG = /^[a-z][a-z0-9.-]{0,62}$/;
const LIKE_AN_ID = /^[0-9a-f]+$/;

/** Gives a snapshot a name inside a change. */
export async function tagged({ store, note }: Change, { system, id, tag, why }: SnapshotTag): Promise<Snapshot> {
  if (!TAG.test(tag) || LIKE_AN_ID.test(tag)) throw tagInvalid({ tag });
  const all = snapshotsIn(store, system);
  const list = await all.list();
  const found = list.find((one) => one.id === id);
  if (found === undefined) throw snapshotUnknown({ id, known: list.map((one) => one.id) });
  const holder = list.find(({ value }) => value.tags?.includes(tag) === true);
  if (holder?.id === id) return found.value;
  if (holder !== undefined) await all.compareAndSet(holder.id, holder.version, without(holder, tag));
  const record: Snapshot = { ...found.value, tags: [...(found.value.tags ?? []), tag] };
  await all.compareAndSet(id, found.version, record);
  await note(system, { what: "snapshot.tagged", subject: id, why, facts: { tag, before: holder?.id ?? null } });
  return record;
}

/** Takes a name back inside a change. */
export async function untagged(
  { store, note }: Change,
  { system, tag, why }: Omit<SnapshotTag, "id">,
): Promise<Snapshot> {
  const all = snapshotsIn(store, system);
  const list = await all.list();
  const holder = list.find(({ value }) => value.tags?.includes(tag) === true);
  if (holder === undefined) throw tagUnknown({ tag, known: list.flatMap(({ value }) => value.tags ?? []) });
  const record = without(holder, tag);
  await all.compareAndSet(holder.id, holder.version, record);
  await note(system, { what: "snapshot.untagged", subject: holder.id, why, facts: { tag } });
  return record;
}

function without({ value }: Versioned<Snapshot>, tag: string): Snapshot {
  return { ...value, tags: (value.tags ?? []).filter((one) => one !== tag) };
}
