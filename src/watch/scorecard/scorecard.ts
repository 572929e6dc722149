import { change, freshness } from "./adaptability.ts";
import { automation } from "./automation.ts";
import type { CellDefinition, Found } from "./cell.ts";
import type { Evidence } from "./evidence.ts";
import { maintainability } from "./maintainability.ts";
import { modularity } from "./modularity.ts";
import { monitoring } from "./monitoring.ts";
import { reliability } from "./reliability.ts";
import { reproducibility } from "./reproducibility.ts";
import { learning, serving } from "./scalability.ts";
import { security } from "./security.ts";

/** One cell with what it found. */
export interface Cell {
  readonly asks: string;
  readonly found: Found;
}

/** What is asked of a system, or one of the principles by which it is built. */
export interface Quality {
  readonly name: string;
  readonly of: "requirement" | "principle";
  /** What it means, in a few words. */
  readonly means: string;
  readonly cells: readonly Cell[];
}

/** Everything that the evidence says of how a system is built and kept. */
export interface Scorecard {
  readonly system: string;
  readonly at: number;
  /** How many cells found what. */
  readonly score: Readonly<Record<Found["finding"], number>>;
  readonly qualities: readonly Quality[];
}

interface Asked extends Omit<Quality, "cells"> {
  readonly cells: readonly CellDefinition[];
}

/** The four requirements and the seven principles, in the order in which they are told. */
const ASKED: readonly Asked[] = [
  { name: "Reliability", of: "requirement", means: "right answers, whatever happens", cells: reliability },
  { name: "Scalability", of: "requirement", means: "today's load, in time", cells: serving },
  { name: "Maintainability", of: "requirement", means: "the next person can tell", cells: maintainability },
  { name: "Adaptability", of: "requirement", means: "what serves follows what changes", cells: freshness },
  { name: "Modularity", of: "principle", means: "one part changes, the others stay", cells: modularity },
  { name: "Scalability", of: "principle", means: "growth without building anew", cells: learning },
  { name: "Reproducibility", of: "principle", means: "the same again from the same", cells: reproducibility },
  { name: "Automation", of: "principle", means: "rules decide what rules can", cells: automation },
  { name: "Monitoring", of: "principle", means: "what comes of it is seen", cells: monitoring },
  { name: "Security", of: "principle", means: "who may, and whose data", cells: security },
  { name: "Adaptability", of: "principle", means: "changed by what was tried", cells: change },
];

/** Asks every cell. Nothing is said that the evidence does not say. */
export function scorecardOf(evidence: Evidence): Scorecard {
  const qualities = ASKED.map(({ cells, ...quality }) => ({
    ...quality,
    cells: cells.map(({ asks, find }) => ({ asks, found: find(evidence) })),
  }));
  const findings = qualities.flatMap(({ cells }) => cells.map(({ found }) => found.finding));
  const count = (finding: Found["finding"]): number => findings.filter((one) => one === finding).length;
  const score = { good: count("good"), fair: count("fair"), poor: count("poor"), none: count("none") };
  return { system: evidence.system.name, at: evidence.now, score, qualities };
}
