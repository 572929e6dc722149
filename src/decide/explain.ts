import type { Row } from "../data/index.ts";
import {
  explainRow,
  type Model,
  outputsOf,
  type Reason,
  reasonsFor,
  scoreRow,
  type Unexplained,
} from "../model/index.ts";
import { outcomesOf, type SystemDefinition } from "../system/index.ts";
import { type Flip, flipFor } from "./flip.ts";
import { outputFor, saysShares, type WhyCase, type WhyOptions } from "./why-case.ts";

/** Why a head says what it says of a row. */
export interface HeadWhy {
  readonly head: string;
  /** The class or label that is told about; null for a head with one output. */
  readonly about: string | null;
  /** What it says, after calibration. */
  readonly output: number;
  /** What it would say of a row of which nothing is known; null where it cannot tell. */
  readonly expected: number | null;
  /** Whether it says shares, which are told in percent, or numbers in the outcome's unit. */
  readonly unit: "share" | "number";
  /** The weightiest first. */
  readonly reasons: readonly Reason[];
  /** So many more features lead from the last of the reasons to the output. */
  readonly more: number;
  /** Why there are no reasons; null where there are. */
  readonly unexplained: Unexplained["reason"] | null;
}

/** Why a row is decided on as it is, and what would have to be different for another decision. */
export interface Why {
  readonly heads: readonly HeadWhy[];
  readonly settled: readonly string[];
  /** Why heads did not answer themselves, where the version before them did, as codes. */
  readonly stood: readonly string[];
  /** Where the given breaks the contract, as codes: `input.values:plan`. */
  readonly odd: readonly string[];
  readonly flip: Flip;
}

/** Tells why the heads say what they say of a row, and the smallest change of it that somebody could make to another end. */
export function explainCase(asked: WhyCase, options: WhyOptions = {}): Why {
  const { system, release, features, settled, stood = [], odd = [] } = asked;
  const heads = Object.entries(release.models).map(([name, model]) =>
    headWhy({ name, model, called: calledBy(system, name) }, features, options),
  );
  return { heads, settled, stood, odd, flip: flipFor(asked, options) };
}

interface Told {
  readonly name: string;
  readonly model: Model;
  /** What the outputs are called in a sentence; undefined where classes and labels name them. */
  readonly called: string | undefined;
}

function headWhy({ name, model, called }: Told, row: Row, { label, most = 3 }: WhyOptions): HeadWhy {
  const outputs = scoreRow(model, row);
  const output = outputFor(model, outputs, label);
  const about = outputsOf(model.signature) > 1 ? (model.signature.classes[output] ?? null) : null;
  const unit = saysShares(model.signature) ? ("share" as const) : ("number" as const);
  const said = { head: name, about, output: outputs[output] as number, unit };
  const explanation = explainRow(model, row);
  if (explanation.kind === "unexplained")
    return { ...said, expected: null, reasons: [], more: 0, unexplained: explanation.reason };
  const reasons = reasonsFor(model, explanation, {
    output,
    most: model.signature.features.length,
    ...(called === undefined ? {} : { called }),
  });
  return {
    ...said,
    expected: explanation.toOutputs(explanation.expected)[output] as number,
    reasons: reasons.slice(0, most),
    more: Math.max(0, reasons.length - most),
    unexplained: null,
  };
}

function calledBy(system: SystemDefinition, name: string): string | undefined {
  const head = system.heads[name];
  if (head === undefined || head.task === "ranking" || head.task === "blend") return undefined;
  const [outcome] = outcomesOf(head);
  if (head.task === "binary") return `the probability of ${outcome}`;
  return head.task === "regression" ? `the estimate of ${outcome}` : undefined;
}
