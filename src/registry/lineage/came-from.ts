import type { Origin } from "../../data/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { ModelVersion } from "../models.ts";
import type { Registry } from "../registry.ts";
import type { Run } from "../run-record.ts";
import type { Snapshot } from "../snapshot-record.ts";
import { type LineageNode, lineageNode } from "./node.ts";

type Reading = Pick<Registry, "findModel" | "findRelease" | "findRuns" | "snapshots">;

/** What a decision came from: its release, the models in it, the snapshots that they learned from, and the files of those. */
export async function decisionCameFrom(decision: DecisionRecord, registry: Reading): Promise<LineageNode> {
  const { id, at, subject, body } = decision;
  const release = await releaseCameFrom(body.release, Object.values(body.versions.models), registry);
  const facts = { system: body.system, at, entity: subject ?? null, arm: body.arm };
  return lineageNode("decision", id, { facts, next: [release, lineageNode("contract", body.versions.contract)] });
}

/** `used`: the models that took part, where these are known better than by the release. */
async function releaseCameFrom(id: string, used: readonly string[], registry: Reading): Promise<LineageNode> {
  const { system, kind, models, createdAt, by } = await registry.findRelease(id);
  const ids = [...new Set([...Object.values(models), ...used])];
  const next: LineageNode[] = [];
  for (const model of ids) next.push(await modelCameFrom(await registry.findModel(model), registry));
  return lineageNode("release", id, { facts: { system, kind, at: createdAt, by }, next });
}

/** What a model came from: the run that made it, the models that it builds on, its snapshot, its features, its contract, the code. */
export async function modelCameFrom(model: ModelVersion, registry: Reading): Promise<LineageNode> {
  const { id, system, head, lineage, createdAt, by } = model;
  const { snapshot, code, learner, seed, parents, recalibrated } = lineage;
  // Its learner and seed are those of the model that it was recalibrated from, which stands below it.
  const made = recalibrated === undefined ? {} : { "recalibrated from": parents.join(", ") };
  const snapshots = await registry.snapshots(system);
  const taken = snapshots.find((one) => one.id === snapshot);
  const run = await runThatMade(model, registry);
  const builtOn: LineageNode[] = [];
  for (const parent of parents) builtOn.push(await modelCameFrom(await registry.findModel(parent), registry));
  return lineageNode("model", id, {
    facts: { system, head, ...made, learner, seed, at: createdAt, by },
    next: [
      ...builtOn,
      taken === undefined ? lineageNode("snapshot", snapshot, { facts: { known: false } }) : snapshotCameFrom(taken),
      lineageNode("features", code.features),
      lineageNode("contract", code.contract),
      codeOf(code.version, run),
    ],
  });
}

async function runThatMade({ id, system, lineage }: ModelVersion, registry: Reading): Promise<Run | undefined> {
  const where = [{ path: ["snapshot"], is: "=", value: lineage.snapshot }] as const;
  const { runs } = await registry.findRuns(system, { where });
  return runs.find(({ models }) => models.includes(id));
}

function codeOf(version: string, run: Run | undefined): LineageNode {
  const { commit = null, dirty = null, node = null } = run?.provenance ?? {};
  const changed = dirty === true ? { changed: true } : {};
  const facts = { alidade: version, ...(node === null ? {} : { node }), ...(run === undefined ? {} : { run: run.id }) };
  return lineageNode("code", commit ?? "no commit", { facts: { ...facts, ...changed } });
}

/** What a snapshot came from: files, parts of what was pulled, tables; of its rows and of the events beside them. */
export function snapshotCameFrom(snapshot: Snapshot): LineageNode {
  const { id, rows, quarantined, createdAt, origins, source, streams = {}, tags = [], dropped } = snapshot;
  const facts = {
    ...{ rows, quarantined, at: createdAt },
    ...(tags.length === 0 ? {} : { tags: tags.join(", ") }),
    ...(dropped === undefined ? {} : { dropped: dropped.at }),
  };
  // What was registered before origins were kept says in words alone where it came from.
  const own = origins?.map(originNode) ?? [lineageNode("source", source)];
  const events = Object.entries(streams).map(([name, stream]) =>
    lineageNode("events", name, { facts: { snapshot: stream.snapshot }, next: stream.origins.map(originNode) }),
  );
  return lineageNode("snapshot", id, { facts, next: [...own, ...events] });
}

function originNode({ kind, place, rows, bytes, hash, part, from = [], at }: Origin): LineageNode {
  const facts = {
    rows,
    ...(bytes === undefined ? {} : { bytes }),
    ...(hash === undefined ? {} : { sha256: hash }),
    ...(at === undefined ? {} : { at }),
  };
  if (kind !== "part" || part === undefined) return lineageNode(kind, place, { facts });
  return lineageNode("part", part, {
    facts: { source: place, ...facts },
    next: from.map((one) => lineageNode("source", one)),
  });
}
