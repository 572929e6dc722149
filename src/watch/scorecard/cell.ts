import type { Instant } from "../../kernel/index.ts";
import type { Evidence } from "./evidence.ts";

/** What a cell found: how well it stands, in numbers, where to look, and as of when; or what would give it evidence. */
export type Found =
  | {
      readonly finding: "good" | "fair" | "poor";
      /** What was measured, as a sentence. */
      readonly says: string;
      /** The command, or the page, that shows the measurement. */
      readonly see: string;
      /** When what was measured happened. */
      readonly at: Instant;
    }
  | {
      readonly finding: "none";
      /** What would give evidence, as a sentence. */
      readonly needs: string;
    };

/** One question to the evidence. */
export interface CellDefinition {
  readonly asks: string;
  find(evidence: Evidence): Found;
}

/** Declares a cell. */
export function defineCell(asks: string, find: CellDefinition["find"]): CellDefinition {
  return Object.freeze({ asks, find });
}

/** A cell without evidence. */
export function noEvidence(needs: string): Found {
  return { finding: "none", needs };
}

/** From which share on something is good, and from which on it is fair. */
export interface Marks {
  readonly good: number;
  readonly fair: number;
}

/** The finding for a share of which more is better. */
export function graded(share: number, { good, fair }: Marks): "good" | "fair" | "poor" {
  if (share >= good) return "good";
  return share >= fair ? "fair" : "poor";
}

/** `3 of 4`. */
export function outOf(some: number, all: number): string {
  return `${some.toLocaleString("en-US")} of ${all.toLocaleString("en-US")}`;
}

/** `1 day`, `12 days`. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
}
