/** What a requirement is about. */
export type NeedArea = "data" | "algorithm" | "infrastructure" | "deployment" | "scale" | "money" | "proof";

/** Something that has to be so for the system to be worth building, held against what was found. */
export interface Need {
  /** Stable: `data.examples`, `deployment.latency` … */
  readonly code: string;
  readonly area: NeedArea;
  readonly name: string;
  /** What is needed, and what was found, in words with their numbers. */
  readonly needed: string;
  readonly found: string;
  readonly status: "met" | "gap" | "unknown";
  /** What can be done about a gap; empty otherwise. */
  readonly options: readonly string[];
}

/** A need with its options only where there is a gap. */
export function need(one: Need): Need {
  return one.status === "gap" ? one : { ...one, options: [] };
}
