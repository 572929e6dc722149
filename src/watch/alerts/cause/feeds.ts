import { fieldsOf, windowsOf } from "../../../features/index.ts";
import { outcomesOf, type SystemDefinition } from "../../../system/index.ts";
import type { Reference } from "../../seen/seen.ts";
import type { Cause } from "../alert.ts";
import type { SickPart } from "./sick-part.ts";

/** What each feature of a system reads. */
export interface Wiring {
  readonly system: SystemDefinition;
  /** Fields of the row, by feature. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  /** Streams, by feature. */
  readonly asks: ReadonlyMap<string, readonly string[]>;
}

/** Reads from the features, and from what the reference knows of them, who feeds whom. */
export function wiringOf(system: SystemDefinition, reference: Pick<Reference, "reads"> | undefined): Wiring {
  const features = Object.entries(system.features);
  return {
    system,
    reads: new Map(features.map(([name, node]) => [name, reference?.reads[name] ?? fieldsOf(node)])),
    asks: new Map(features.map(([name, node]) => [name, [...new Set(windowsOf(node).map(({ stream }) => stream))]])),
  };
}

/** From what comes in to what it is worth. Reports that do not come starve heads; what outcomes become follows from what was done. */
const RANKS: readonly string[] = [
  ...["loop", "objective", "release", "server", "data", "stream", "field", "feature", "labels"],
  ...["head", "score", "action", "slice", "outcome", "value"],
];

/** Where a part stands on the way from what comes in to what it is worth: smaller is further up. */
export function rankOf(part: SickPart): number {
  const starves = part.part === "outcome" && part.symptoms.some(({ kind }) => kind.startsWith("labels."));
  return RANKS.indexOf(starves ? "labels" : part.part);
}

const DECIDED: readonly string[] = ["score", "action", "slice", "outcome", "value"];

/** In what a fault shows, whatever the names of the parts. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  server: ["head", ...DECIDED],
  release: ["server", "head", ...DECIDED],
  objective: ["score", "action", "slice", "value"],
  feature: ["head", ...DECIDED],
  head: DECIDED,
  score: ["action", "slice", "outcome", "value"],
  action: ["slice", "outcome", "value"],
  slice: ["value"],
  outcome: ["value"],
};

/** Whether what is wrong with one part shows in the other. Transitive: a field feeds the score. */
export function feeds(wiring: Wiring, from: Cause, to: SickPart): boolean {
  if (from.part === to.part && from.name === to.name) return false;
  switch (from.part) {
    case "data":
      return to.part === "field" ? streamOf(wiring, to) === undefined : feedsAny(() => true, wiring, to);
    case "stream":
      if (streamOf(wiring, to) === from.name) return true;
      return feedsAny((feature) => asksStream(wiring, feature, from.name), wiring, to);
    case "field":
      if (to.part === "slice" && to.name.startsWith(`${from.name}=`)) return true;
      return feedsAny((feature) => readsField(wiring, feature, from), wiring, to);
    case "outcome":
      return to.part === "value" || (to.part === "head" && learns(wiring.system, to.name, from.name));
    default:
      return BELOW[from.part]?.includes(to.part) === true;
  }
}

/** What comes in feeds the features that read it, and through them whatever follows. */
function feedsAny(isRead: (feature: string) => boolean, { reads }: Wiring, to: Cause): boolean {
  if (to.part === "feature") return isRead(to.name);
  return BELOW.feature?.includes(to.part) === true && [...reads.keys()].some(isRead);
}

function asksStream({ asks }: Wiring, feature: string, stream: string): boolean {
  return asks.get(feature)?.includes(stream) === true;
}

function readsField(wiring: Wiring, feature: string, field: Cause): boolean {
  const stream = streamOf(wiring, field);
  return stream === undefined
    ? wiring.reads.get(feature)?.includes(field.name) === true
    : asksStream(wiring, feature, stream);
}

/** The stream that alone feeds a feature, or to whose events a field (`visits.minutes`) belongs; undefined for all else. */
export function streamOf({ system, reads, asks }: Wiring, { part, name }: Cause): string | undefined {
  if (part === "field") return Object.keys(system.streams).find((stream) => name.startsWith(`${stream}.`));
  const [only, ...more] = part === "feature" && reads.get(name)?.length === 0 ? (asks.get(name) ?? []) : [];
  return more.length === 0 ? only : undefined;
}

/** Fields of the row that some feature reads. */
export function fieldsRead({ reads }: Wiring): readonly string[] {
  return [...new Set([...reads.values()].flat())];
}

/** Features that a stream alone feeds. */
export function featuresOf(wiring: Wiring, stream: string): readonly string[] {
  return [...wiring.reads.keys()].filter((name) => streamOf(wiring, { part: "feature", name }) === stream);
}

function learns({ heads }: SystemDefinition, head: string, outcome: string): boolean {
  const found = heads[head];
  return found !== undefined && outcomesOf(found).includes(outcome);
}
