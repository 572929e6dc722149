import type { Cell } from "../data/index.ts";
import type { Model, Signature } from "../model/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { labelUnknown, thresholdInvalid } from "./errors.ts";
import type { LoadedRelease } from "./serving-state.ts";

/** A row as the heads saw it, and what was to become of their outputs. */
export interface WhyCase {
  readonly system: SystemDefinition;
  readonly release: Pick<LoadedRelease, "models" | "weights" | "policy">;
  readonly features: Readonly<Record<string, Cell>>;
  /** What decided whatever the heads say, as codes: a filter, being held back, a fallback. */
  readonly settled: readonly string[];
  /** Why heads did not answer themselves, where the version before them did, as codes. Default: they did. */
  readonly stood?: readonly string[];
  /** Where the given breaks the contract, as codes: `input.values:plan`. Default: nowhere. */
  readonly odd?: readonly string[];
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

/** Throws `decide.label-unknown` and `decide.threshold-invalid` where one asks about what no head can say. */
export function checkAsked(models: WhyCase["release"]["models"], { label, threshold }: WhyOptions): void {
  const signatures = Object.values(models).map(({ signature }) => signature);
  const labels = [...new Set(signatures.flatMap(({ classes }) => classes))];
  if (label !== undefined && signatures.length > 0 && !labels.includes(label))
    throw labelUnknown({ got: label, labels });
  const [only] = signatures;
  if (threshold !== undefined && only !== undefined && saysShares(only) && !(threshold > 0 && threshold <= 1))
    throw thresholdInvalid({ got: threshold });
}

/** Whether the outputs are probabilities. */
export function saysShares({ task }: Signature): boolean {
  return task !== "regression" && task !== "ranking";
}

/** The output that is told about: that of the label, or the largest. */
export function outputFor({ signature }: Model, outputs: readonly number[], label: string | undefined): number {
  const named = label === undefined ? -1 : signature.classes.indexOf(label);
  return named >= 0 ? named : outputs.indexOf(Math.max(...outputs));
}
