import { cellIn, type Row } from "../../data/index.ts";
import { calibrateOutputs } from "../calibration/apply.ts";
import type { Model } from "../model.ts";
import type { Contribution, Explanation } from "./explanation.ts";
import { sorted } from "./named.ts";

/** One part's explanation, and where its raw scores stand among those of all parts. */
export interface PlacedPart {
  readonly explanation: Explanation;
  readonly start: number;
}

/** How the parts' answers become the model's outputs. */
export interface Joint {
  readonly parts: readonly PlacedPart[];
  /** The outputs before the model's own calibration, from each part's outputs. */
  readonly join: (answers: readonly Float64Array[]) => Float64Array;
  readonly behind: (output: number) => readonly number[];
}

/** Lays the raw scores of parts one after the other. */
export function placed(parts: readonly Explanation[]): readonly PlacedPart[] {
  let start = 0;
  return parts.map((explanation) => {
    const at = start;
    start += explanation.score.length;
    return { explanation, start: at };
  });
}

/** The explanation of a model whose parts all had a say. Features that no part reads add nothing. */
export function joined(model: Model, row: Row, { parts, join, behind }: Joint): Explanation {
  const all = parts.map(({ explanation }) => explanation);
  return {
    kind: "explanation",
    expected: all.flatMap(({ expected }) => expected),
    score: all.flatMap(({ score }) => score),
    contributions: sorted(contributionsOf(model, row, parts)),
    against: all.find(({ against }) => against !== "training")?.against ?? "training",
    toOutputs: (raw) =>
      calibrateOutputs(
        model,
        join(
          parts.map(({ explanation, start }) =>
            explanation.toOutputs(raw.slice(start, start + explanation.score.length)),
          ),
        ),
      ),
    behind,
  };
}

function contributionsOf({ signature }: Model, row: Row, parts: readonly PlacedPart[]): readonly Contribution[] {
  const width = parts.reduce((sum, { explanation }) => sum + explanation.score.length, 0);
  const found = new Map(
    signature.features.map(({ name }) => [
      name,
      { feature: name, value: cellIn(row, name), adds: new Array<number>(width).fill(0) },
    ]),
  );
  for (const { explanation, start } of parts)
    for (const { feature, value, adds } of explanation.contributions) {
      const sum = found.get(feature) ?? { feature, value, adds: new Array<number>(width).fill(0) };
      adds.forEach((add, k) => {
        sum.adds[start + k] = add;
      });
      found.set(feature, sum);
    }
  return [...found.values()];
}
