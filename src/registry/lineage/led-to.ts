import type { DecisionRecord, Envelope } from "../../records/index.ts";
import type { ModelVersion } from "../models.ts";
import type { Registry } from "../registry.ts";
import type { Release } from "../releases.ts";
import type { Snapshot } from "../snapshot-record.ts";
import { type LineageNode, lineageNode } from "./node.ts";

type Reading = Pick<Registry, "systems" | "models" | "releases" | "snapshots" | "runs">;

/** Decisions of one release. */
interface Touched {
  count: number;
  first: number;
  last: number;
  /** The newest of them, newest last. */
  readonly newest: DecisionRecord[];
}

export interface LedToOptions {
  /** Everything that was decided, in any order. */
  readonly journal: AsyncIterable<Envelope>;
  /** So many decisions are listed for each release. */
  readonly limit: number;
}

/** All that was made and decided in a state: read once, asked for many things. */
export interface Consequences {
  ofSnapshot(snapshot: Snapshot): LineageNode;
  ofModel(model: ModelVersion): LineageNode;
}

/** Reads what came of everything: models of snapshots, releases of models, and the decisions that these made. */
export async function consequences(registry: Reading, { journal, limit }: LedToOptions): Promise<Consequences> {
  const systems = await registry.systems();
  const models = (await Promise.all(systems.map((system) => registry.models(system)))).flat();
  const releases = (await Promise.all(systems.map((system) => registry.releases(system)))).flat();
  const touched = await decisionsByRelease(journal, limit);
  const ofRelease = (release: Release): LineageNode => {
    const { id, system, kind, createdAt, by } = release;
    const decided = touched.get(id);
    const next = decided === undefined ? [] : [decisionsNode(decided)];
    return lineageNode("release", id, { facts: { system, kind, at: createdAt, by }, next });
  };
  const ofModel = (model: ModelVersion): LineageNode => {
    const { id, system, head, lineage, createdAt } = model;
    const children = models.filter((one) => one.lineage.parents.includes(id)).map(ofModel);
    const inside = releases.filter((release) => Object.values(release.models).includes(id)).map(ofRelease);
    const facts = { system, head, learner: lineage.learner, at: createdAt };
    return lineageNode("model", id, { facts, next: [...children, ...inside] });
  };
  return {
    ofModel,
    ofSnapshot: ({ id, system, rows, createdAt }) => {
      const made = models.filter((model) => model.system === system && model.lineage.snapshot === id);
      return lineageNode("snapshot", id, { facts: { system, rows, at: createdAt }, next: made.map(ofModel) });
    },
  };
}

async function decisionsByRelease(
  journal: AsyncIterable<Envelope>,
  limit: number,
): Promise<ReadonlyMap<string, Touched>> {
  const found = new Map<string, Touched>();
  for await (const entry of journal) {
    if (entry.kind !== "decision") continue;
    const decision = entry as DecisionRecord;
    const { release } = decision.body;
    const touched = found.get(release) ?? { count: 0, first: decision.at, last: decision.at, newest: [] };
    found.set(release, touched);
    touched.count++;
    touched.first = Math.min(touched.first, decision.at);
    touched.last = Math.max(touched.last, decision.at);
    touched.newest.push(decision);
    if (touched.newest.length > limit) touched.newest.shift();
  }
  return found;
}

function decisionsNode({ count, first, last, newest }: Touched): LineageNode {
  const next = [...newest].reverse().map(({ id, at, subject }) => {
    return lineageNode("decision", id, { facts: { at, entity: subject ?? null } });
  });
  return lineageNode("decisions", String(count), { facts: { first, last }, next });
}

/** How many decisions a lineage leads to; of a release that is named twice, once. */
export function decisionsTouched(nodes: readonly LineageNode[]): { readonly count: number; readonly releases: number } {
  const releases = new Map<string, number>();
  const walk = (node: LineageNode): void => {
    const counted = node.next.find(({ kind }) => kind === "decisions");
    if (node.kind === "release") releases.set(node.id, Number(counted?.id ?? 0));
    node.next.forEach(walk);
  };
  nodes.forEach(walk);
  return { count: [...releases.values()].reduce((sum, n) => sum + n, 0), releases: releases.size };
}
