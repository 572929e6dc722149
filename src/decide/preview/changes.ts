import type { Remade } from "./remade.ts";

/** What would change, counted. Where a part is left to chance, a decision changes in part. */
export interface Changes {
  readonly decisions: number;
  /** How many would be made otherwise, in expectation, and which part of all that is. */
  readonly changed: number;
  readonly share: number;
  /** Of a system that acts or not: how many would be acted on that are not, and the other way. */
  readonly acts: { readonly more: number; readonly fewer: number } | null;
  /** The part of the changes of which nothing alike was ever tried. */
  readonly untried: number;
  /** Those that change most, the newest first. */
  readonly examples: readonly Remade[];
}

const EXAMPLES = 10;

/** Counts what would change. */
export function changesOf(remade: readonly Remade[], most: number = EXAMPLES): Changes {
  const changed = sum(remade.map((one) => one.changed));
  const untried = sum(remade.map((one) => Math.min(one.untried, one.changed)));
  const gaps = remade.flatMap(({ acts }) => (acts === null ? [] : [acts.proposed - acts.now]));
  const examples = remade.filter((one) => one.changed > 0).sort((a, b) => b.changed - a.changed || b.at - a.at);
  return {
    decisions: remade.length,
    changed,
    share: remade.length === 0 ? 0 : changed / remade.length,
    acts:
      gaps.length === 0
        ? null
        : { more: sum(gaps.filter((gap) => gap > 0)), fewer: -sum(gaps.filter((gap) => gap < 0)) },
    untried: changed === 0 ? 0 : untried / changed,
    examples: examples.slice(0, most),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
