import type { Cell } from "../data/index.ts";
import type { Model } from "../model/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { LoadedRelease } from "./serving-state.ts";

/** A row as the heads saw it, and what was to become of their outputs. */
export interface WhyCase {
  readonly system: SystemDefinition;
  readonly release: Pick<LoadedRelease, "models" | "weights" | "policy">;
  readonly features: Readonly<Record<string, Cell>>;
  /** What decided whatever the heads say, as codes: a filter, being held back, a fallback. */
  readonly settled: readonly string[];
}

/** What one would like to know of a row. */
export interface WhyOptions {
  /** Of a head with several outputs: the class or label that is told about. Default: the likeliest. */
  readonly label?: string | undefined;
  /** Reasons at most, for each head. Default 3. */
  readonly most?: number | undefined;
  /** The output beyond which something else would follow, instead of the cutoff of the policy. */
  readonly threshold?: number | undefined;
}

/** The output that is told about: that of the label, or the largest. */
export function outputFor({ signature }: Model, outputs: readonly number[], label: string | undefined): number {
  const named = label === undefined ? -1 : signature.classes.indexOf(label);
  return named >= 0 ? named : outputs.indexOf(Math.max(...outputs));
}
