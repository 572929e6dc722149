import type { DamagedRows, Snapshot } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Value } from "../../report/index.ts";
import type { Blobs } from "../../store/index.ts";
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
    const { id } = await namedSnapshot(await registry(), args.snapshot);
    const { blobs } = await openState(args.system !== undefined);
    const found = await damageIn(blobs, id);
    if (found.isWhole || args.system === undefined) return await answer(id, found, found);
    const again = await takenAgain(args.system, invocation);
    const { mendFrom, putSnapshot } = await import("../../data/index.ts");
    if (again.id === id) await putSnapshot(blobs, again);
    else await mendFrom(blobs, again.table, found.parts);
    return await answer(id, found, await damageIn(blobs, id));
  },
});

/** What is wrong with a snapshot. */
interface Damage {
  readonly parts: readonly DamagedRows[];
  /** Whether its content hashes to its id. */
  readonly isWhole: boolean;
}

async function damageIn(blobs: Blobs, id: string): Promise<Damage> {
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

/** The snapshot that the source gives now. */
async function takenAgain(file: string, around: Invocation): Promise<Snapshot> {
  const { loadSystem } = await import("../load-system.ts");
  const { readerFor } = await import("../loading/system-source.ts");
  const { enforce, snapshotOf } = await import("../../data/index.ts");
  const loaded = await loadSystem(file, around.cwd);
  const { source, contract } = loaded.system;
  const read = await readerFor(loaded, undefined, around);
  return snapshotOf(enforce(await read(source), contract), contract);
}

async function answer(id: string, before: Damage, after: Damage): Promise<CommandResult> {
  const { table, words } = await import("../../report/index.ts");
  const { wordRange } = await import("../../data/index.ts");
  const isLeft = new Set(after.parts.map(({ part }) => part));
  const rows = before.parts.map((one): Value[] => [
    wordRange(one),
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
