import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import type { ObservationalEstimate, Point } from "../../stats/index.ts";
import { dot, type LeastSquares, leastSquares } from "./least-squares.ts";
import { observedPoint } from "./observe.ts";
import { signOf } from "./opposing.ts";

/** One unit of a cohort that was treated by lot, followed until its outcome was known. */
export interface CohortUnit {
  readonly treated: boolean;
  /** What lies between: satisfaction, days until solved. The same names for every unit. */
  readonly between: Readonly<Record<string, number>>;
  readonly outcome: number;
}

/** The part of an effect that goes by way of one thing. */
export interface Pathway {
  readonly name: string;
  readonly effect: ObservationalEstimate | Insufficient;
}

/** An effect taken apart by what lies between. The treatment was randomised; what lies between was not. */
export interface Mediation {
  readonly basis: "observational";
  readonly pathways: readonly Pathway[];
  /** What goes by none of these ways. */
  readonly direct: ObservationalEstimate | Insufficient;
  /** Whether one way surely brings and another surely costs. */
  readonly opposing: boolean;
  readonly assumes: readonly string[];
}

const ASSUMES = [
  "Nothing unknown moves both what lies between and the outcome (sequential ignorability).",
  "The ways are straight lines, do not wake each other, and none lies before another.",
];

/**
 * Takes an effect apart by way of what lies between, in a cohort: the treatment's effect on each times its effect on the
 * outcome. Baron, Kenny. Journal of Personality and Social Psychology 51, 1986; several ways at once: Preacher, Hayes.
 * Behavior Research Methods 40, 2008. Errors by influence functions, so unequal variances do no harm (White, 1980). A
 * third arm (`opposingEffects`) asks less of belief.
 */
export function mediation(units: readonly CohortUnit[], level?: number): Mediation {
  const names = Object.keys(units[0]?.between ?? {});
  const treated = units.map((unit) => Number(unit.treated));
  const through = units.map((unit, i) => [1, treated[i] as number, ...names.map((name) => unit.between[name] ?? 0)]);
  const outcome = fitted(
    through,
    units.map((unit) => unit.outcome),
  );
  const alone = treated.map((is) => [1, is]);
  const pathways = names.map((name, i): Pathway => {
    const onto = fitted(
      alone,
      units.map(({ between }) => between[name] ?? 0),
    );
    return { name, effect: observedPoint(productOf(onto(1), outcome(2 + i)), level) };
  });
  const signs = pathways.map(({ effect }) => signOf(effect));
  return {
    basis: "observational",
    pathways,
    direct: observedPoint(pointOf(outcome(1)), level),
    opposing: signs.includes(1) && signs.includes(-1),
    assumes: ASSUMES,
  };
}

/** A coefficient, and how far each unit pulls it. */
interface Pulled {
  readonly value: number;
  readonly pulls: readonly number[];
  readonly df: number;
}

type Coefficient = (at: number) => Pulled | Insufficient;

function fitted(rows: readonly (readonly number[])[], y: readonly number[]): Coefficient {
  const fit = leastSquares(rows, y);
  return (at) => (isInsufficient(fit) ? fit : pulled(fit, rows, at));
}

function pulled(fit: LeastSquares, rows: readonly (readonly number[])[], at: number): Pulled {
  const pull = fit.inverse[at] ?? [];
  const df = rows.length - fit.coefficients.length;
  const small = Math.sqrt(rows.length / df);
  return {
    value: fit.coefficients[at] as number,
    pulls: rows.map((row, i) => small * dot(row, pull) * (fit.residuals[i] as number)),
    df,
  };
}

function productOf(a: Pulled | Insufficient, b: Pulled | Insufficient): Point | Insufficient {
  if (isInsufficient(a)) return a;
  if (isInsufficient(b)) return b;
  const pulls = a.pulls.map((pull, i) => pull * b.value + a.value * (b.pulls[i] as number));
  return pointOf({ value: a.value * b.value, pulls, df: Math.min(a.df, b.df) });
}

function pointOf(of: Pulled | Insufficient): Point | Insufficient {
  return isInsufficient(of) ? of : { value: of.value, variance: dot(of.pulls, of.pulls), df: of.df };
}
