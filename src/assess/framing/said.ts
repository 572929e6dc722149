import { known } from "../../kernel/index.ts";
import { type FitPlan, type FittedHead, judgedRows, type RowOutputs } from "../../train/index.ts";
import type { Places } from "./answers.ts";
import { type Framed, rowsByDecision } from "./framed.ts";

/** One fit: the places of the rows that it scored, and what it may look at to learn how far off it is. */
export interface SaidPart {
  readonly from: number;
  readonly to: number;
  /** Rows that it learned from. */
  readonly train: Int32Array;
  /** Places that were scored by fits like it, whose truth it may know. */
  readonly held: Int32Array;
  /** Whether its answers count. */
  readonly isJudged: boolean;
}

/** What a framing's heads said of rows that they had not seen. */
export interface Said extends RowOutputs {
  readonly framed: Framed;
  /** Numbers of the rows, fit by fit. */
  readonly rows: Int32Array;
  readonly width: number;
  readonly parts: readonly SaidPart[];
}

/**
 * The base's plan for other rows of the same decisions. Every fit tells what it said, so that whoever turns one number into
 * another can learn how from rows that are not judged.
 */
export function planLike(plan: FitPlan, base: Framed, framed: Framed): FitPlan {
  const rowsOf = rowsByDecision(framed);
  const move = (rows: Int32Array): Int32Array => {
    const decisions = new Set(Array.from(rows, (row) => base.decision[row] as number));
    return Int32Array.from([...decisions].flatMap((decision) => rowsOf.get(decision) ?? []));
  };
  return {
    kind: plan.kind,
    fits: plan.fits.map(({ train, score }) => ({ train: move(train), score: move(score) })),
    judged: plan.fits.map((_, fit) => fit),
    calibrators: (fit) => (plan.judged.includes(fit) ? plan.calibrators(fit) : [fit]),
  };
}

interface Spoken {
  readonly framed: Framed;
  /** The plan that was followed, and the fits of it that count. */
  readonly plan: FitPlan;
  readonly judged: readonly number[];
  readonly heads: readonly FittedHead[];
}

/** Puts what heads said into the order of a plan. */
export function saidBy(
  { framed, plan, judged, heads }: Spoken,
  outputs: (heads: readonly FittedHead[], rows: number) => RowOutputs,
): Said {
  const rows = judgedRows(plan);
  let end = 0;
  const spans = plan.fits.map(({ score }) => {
    const from = end;
    end += score.length;
    return { from, to: end };
  });
  const { outputs: numbers, classes } = outputs(heads, rows.length);
  return {
    framed,
    rows,
    outputs: numbers,
    classes,
    width: Math.max(1, classes.length),
    parts: plan.fits.map(({ train }, fit) => ({
      ...known(spans[fit], "the span of a fit"),
      train,
      held: placesIn(plan.calibrators(fit).map((other) => known(spans[other], "the span of a fit"))),
      isJudged: judged.includes(fit),
    })),
  };
}

function placesIn(spans: readonly Pick<SaidPart, "from" | "to">[]): Int32Array {
  return Int32Array.from(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
}

/** Tells of every judged decision of one row what is made of its place in what was said. */
export function eachJudged(
  said: Said,
  places: Places,
  tell: (at: number, place: number, part: SaidPart) => void,
): void {
  for (const part of said.parts) {
    if (!part.isJudged) continue;
    for (let at = part.from; at < part.to; at++) {
      const place = places.get(said.framed.decision[said.rows[at] as number] as number);
      if (place !== undefined) tell(at, place, part);
    }
  }
}

/** The numbers that were said at a place. */
export function saidAt({ outputs, width }: Pick<Said, "outputs" | "width">, at: number): Float64Array {
  return outputs.subarray(at * width, (at + 1) * width);
}
