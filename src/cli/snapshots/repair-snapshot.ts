import type { DamagedRows } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Snapshot as Registered } from "../../registry/index.ts";
import type { Value } from "../../report/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { RetakenSnapshot } from "../../train/index.ts";
import { type Command, type CommandResult, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, optionalArgument } from "../calling/options.ts";
import { namedSnapshot, shortId } from "./named-snapshot.ts";

/** `alidade snapshots repair <snapshot> [system file]` */
export const repairSnapshot: Command = defineCommand({
  name: "repair",
  summary: "Check the rows of a snapshot, and mend what is damaged from its source",
  about:
    "Reads every part and holds it against its hash. With the system's file, damaged rows are read again from the source " +
    "and put back where they are the same as they were; the source may have grown since. Ends with 1 when damage is left.",
  arguments: {
    snapshot: argument("a tag, or the beginning of an id"),
    system: optionalArgument("the system file, or its folder"),
  },
  options: {},
  examples: ["alidade snapshots repair 3f9c2a81", "alidade snapshots repair golden system.mts"],
  async run(invocation) {
    const { args, registry, openState } = invocation;
    const registered = await namedSnapshot(await registry(), args.snapshot);
    const { blobs } = await openState(args.system !== undefined);
    const before = await damageOfAll(registered, blobs);
    if (before.isWhole || args.system === undefined) return await answer(registered.id, before, before);
    const again = await takenAgain(args.system, invocation);
    for (const one of kept(registered)) await mend(one, again, blobs);
    const { mendStreamList } = await import("../../train/index.ts");
    await mendStreamList(blobs, registered);
    return await answer(registered.id, before, await damageOfAll(registered, blobs));
  },
});

/** What is kept of a snapshot: its rows, and the events of each stream beside them. */
interface Kept {
  readonly id: string;
  /** Absent for the rows. */
  readonly stream?: string;
}

function kept({ id, streams = {} }: Registered): readonly Kept[] {
  return [{ id }, ...Object.entries(streams).map(([stream, { snapshot }]) => ({ id: snapshot, stream }))];
}

/** Damaged rows of a snapshot, or events of one of its streams. */
interface Damaged extends DamagedRows {
  readonly stream?: string;
}

/** What is wrong with a snapshot. */
interface Damage {
  readonly parts: readonly Damaged[];
  /** Whether its content hashes to its id, and that of its streams to theirs. */
  readonly isWhole: boolean;
}

async function damageOfAll(registered: Registered, blobs: Blobs): Promise<Damage> {
  const { isStreamListWhole } = await import("../../train/index.ts");
  const found: Damage[] = [];
  for (const { id, stream } of kept(registered)) {
    const { parts, isWhole } = await damageIn(blobs, id);
    found.push({ parts: parts.map((part) => (stream === undefined ? part : { ...part, stream })), isWhole });
  }
  const isWhole = found.every((one) => one.isWhole) && (await isStreamListWhole(blobs, registered));
  return { parts: found.flatMap(({ parts }) => parts), isWhole };
}

/** Puts back what is as it was: all of it, or the parts of which the same is there again. */
async function mend({ id, stream }: Kept, again: RetakenSnapshot, blobs: Blobs): Promise<void> {
  const { mendFrom, putSnapshot } = await import("../../data/index.ts");
  const now = stream === undefined ? again.rows : again.streams[stream];
  if (now === undefined) return;
  if (now.id === id) await putSnapshot(blobs, now);
  else await mendFrom(blobs, now.table, (await damageIn(blobs, id)).parts);
}

async function damageIn(blobs: Blobs, id: string): Promise<Omit<Damage, "parts"> & { parts: readonly DamagedRows[] }> {
  const { damageOf, getSnapshot, snapshotDamaged } = await import("../../data/index.ts");
  try {
    const parts = (await damageOf(blobs, id)) ?? [];
    return { parts, isWhole: parts.length === 0 && (await getSnapshot(blobs, id)) !== undefined };
  } catch (thrown) {
    // The list of its parts is damaged, or was altered: each part may be sound.
    if (isAlidadeError(thrown, snapshotDamaged.code)) return { parts: [], isWhole: false };
    throw thrown;
  }
}

/** What the sources give now. */
async function takenAgain(file: string, around: Invocation): Promise<RetakenSnapshot> {
  const { loadSystem } = await import("../load-system.ts");
  const { readerFor } = await import("../../embed/index.ts");
  const { retakeSnapshot } = await import("../../train/index.ts");
  const loaded = await loadSystem(file, around.cwd);
  return await retakeSnapshot(loaded.system, await readerFor(loaded, undefined, around));
}

async function answer(id: string, before: Damage, after: Damage): Promise<CommandResult> {
  const { table, words } = await import("../../report/index.ts");
  const { wordRange } = await import("../../data/index.ts");
  const isLeft = new Set(after.parts.map(({ part }) => part));
  const rows = before.parts.map((one): Value[] => [
    one.stream === undefined ? wordRange(one) : `${one.stream}: ${wordRange(one)}`,
    one.part.slice(0, 12),
    one.problem,
    isLeft.has(one.part) ? words("damaged", { tone: "bad" }) : words("mended", { tone: "good" }),
  ]);
  return {
    json: { snapshot: id, damaged: before.parts, left: after.parts, whole: after.isWhole },
    document: {
      title: `Snapshot ${shortId(id)}`,
      verdict: { tone: after.isWhole ? "good" : "bad", text: verdictOf(before, after) },
      summary: after.isWhole
        ? []
        : ["Name the system's file to mend it from its source, or restore the state from a backup."],
      sections:
        rows.length === 0 ? [] : [{ title: "Damage", blocks: [table(["Rows", "Part", "Problem", "Now"], rows)] }],
    },
    exit: after.isWhole ? 0 : 1,
  };
}

function verdictOf(before: Damage, after: Damage): string {
  if (before.isWhole) return "Every row is as it was.";
  if (before.parts.length === 0)
    return after.isWhole ? "It was mended." : "It is not what it was: its content does not hash to its id.";
  return `${before.parts.length - after.parts.length} of ${before.parts.length} damaged parts were mended.`;
}
