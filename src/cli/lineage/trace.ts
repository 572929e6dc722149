import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Origin } from "../../data/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Consequences, LineageNode, Snapshot } from "../../registry/index.ts";
import type { Invocation } from "../calling/command.ts";
import { allSnapshots, snapshotsCalled } from "../snapshots/named-snapshot.ts";
import { lineRemarks } from "./line-of-file.ts";

export const lineageUnknown: ErrorConstructor<{ readonly what: string }> = defineError("cli.input.lineage-unknown", {
  headline: "Nothing to trace",
  message: ({ what }: { readonly what: string }) =>
    `"${what}" is no decision, model, snapshot, tag, part or file that this state knows of.`,
  hint: () =>
    "`alidade decisions`, `alidade models` and `alidade snapshots` list what there is; a file is known once something learned from it.",
});

/** Where a thing came from, what came of it, and what a person should know about either. */
export interface Traced {
  readonly cameFrom: readonly LineageNode[];
  readonly ledTo: readonly LineageNode[];
  readonly remarks: readonly string[];
  /** What was asked about, in words. */
  readonly title: string;
}

/** Traces a decision, a model, a snapshot, a part, a file, or a line of one (`file.csv:17`). Throws `cli.input.lineage-unknown`. */
export async function trace(what: string, limit: number, around: Invocation): Promise<Traced> {
  const registry = await around.registry();
  const { journal } = await around.openState(false);
  const found = await journal.find("decision", what);
  const lineage = await import("../../registry/index.ts");
  if (found !== undefined) {
    const { decisionCameFrom } = lineage;
    const node = await decisionCameFrom(found as Parameters<typeof decisionCameFrom>[0], registry);
    return { cameFrom: [node], ledTo: [], remarks: [], title: `Decision ${what}` };
  }
  const { entriesOf } = await import("../decisions/read-journal.ts");
  const read = (): Promise<Consequences> =>
    lineage.consequences(registry, { journal: entriesOf(journal, around.signal), limit });
  if (what.startsWith("mdl_")) {
    const model = await registry.findModel(what);
    const up = await lineage.modelCameFrom(model, registry);
    return { cameFrom: [up], ledTo: [(await read()).ofModel(model)], remarks: [], title: `Model ${what}` };
  }
  const all = await allSnapshots(registry);
  const called = snapshotsCalled(all, what);
  if (called.length > 0) {
    const ledTo = await read();
    const up = called.map(lineage.snapshotCameFrom);
    return { cameFrom: up, ledTo: called.map(ledTo.ofSnapshot), remarks: [], title: `Snapshot ${what}` };
  }
  const touched = (await partTouched(what, all, around)) ?? (await fileTouched(what, all, around));
  if (touched === undefined || touched.snapshots.length === 0) throw lineageUnknown({ what });
  const { ofSnapshot } = await read();
  return { cameFrom: [], ledTo: touched.snapshots.map(ofSnapshot), remarks: touched.remarks, title: touched.title };
}

/** Snapshots that something is in. */
interface Touched {
  readonly title: string;
  readonly snapshots: readonly Snapshot[];
  readonly remarks: readonly string[];
}

const PART = /^[0-9a-f]{6,64}$/;

/** Snapshots that hold a part: one of their own rows, or one that was pulled. */
async function partTouched(what: string, all: readonly Snapshot[], around: Invocation): Promise<Touched | undefined> {
  if (!PART.test(what)) return undefined;
  const { placedParts, readAbout, wordRange } = await import("../../data/index.ts");
  const { blobs } = await around.openState(false);
  const snapshots: Snapshot[] = [];
  const remarks: string[] = [];
  for (const snapshot of all) {
    const about = await readAbout(blobs, snapshot.id).catch(() => undefined);
    const own = placedParts(about ?? {}).find(({ id }) => id.startsWith(what));
    const pulled = originsOf(snapshot).find(({ part }) => part?.startsWith(what) === true);
    if (own !== undefined) remarks.push(`It is ${wordRange(own)} of snapshot ${snapshot.id.slice(0, 12)}.`);
    if (own !== undefined || pulled !== undefined) snapshots.push(snapshot);
  }
  return { title: `Part ${what}`, snapshots, remarks };
}

/** What a snapshot's rows, and the events beside them, came from. */
function originsOf({ origins = [], streams = {} }: Snapshot): readonly Origin[] {
  return [...origins, ...Object.values(streams).flatMap((stream) => stream.origins)];
}

/** Snapshots that a file went into: by its path, by its content, or by its name among what was pulled. */
async function fileTouched(what: string, all: readonly Snapshot[], around: Invocation): Promise<Touched> {
  const [, named = what, line] = /^(.+):(\d+)$/.exec(what) ?? [];
  const path = resolve(around.cwd, named);
  const hash = await hashIfThere(path);
  const isOf = (origin: Origin): boolean =>
    origin.kind === "file"
      ? origin.place === path || (hash !== undefined && origin.hash === hash) || origin.place.endsWith(`/${named}`)
      : origin.from?.some((one) => one === named || path.endsWith(`/${one}`)) === true ||
        origin.place.endsWith(` ${named}`);
  const before = (snapshot: Snapshot): boolean =>
    snapshot.origins === undefined &&
    snapshot.source
      .split("/")
      .at(-1)
      ?.endsWith(named.split("/").at(-1) ?? named) === true;
  const snapshots = all.filter((snapshot) => originsOf(snapshot).some(isOf) || before(snapshot));
  const remarks = [
    ...changedSince(snapshots.flatMap(originsOf).filter(isOf), hash),
    ...(snapshots.some(before)
      ? ["Snapshots from before files were noted are found by the name of the file alone."]
      : []),
    ...(line === undefined ? [] : await lineRemarks(Number(line), snapshots, around)),
  ];
  return { title: line === undefined ? `File ${named}` : `Line ${line} of ${named}`, snapshots, remarks };
}

/** What is there now is not what was read. */
function changedSince(read: readonly Origin[], hash: string | undefined): readonly string[] {
  if (hash === undefined)
    return ["There is no such file now; it is found by the path that was noted when it was read."];
  const known = read.filter((origin) => origin.hash !== undefined);
  const others = new Set(known.filter((origin) => origin.hash !== hash).map((origin) => origin.hash));
  if (others.size === 0) return [];
  const same = known.some((origin) => origin.hash === hash);
  return [
    `The file has changed since: it was read with ${others.size === 1 ? "another content" : `${others.size} other contents`}${same ? ", and once as it is now" : ""}.`,
  ];
}

async function hashIfThere(path: string): Promise<string | undefined> {
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) return undefined;
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest("hex");
}
