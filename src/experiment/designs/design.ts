import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { ArmShare } from "../assignment/assign.ts";

/** A randomised comparison of two or more arms, as data. */
export interface Design {
  /** Names the experiment in the journal, and salts its assignment. */
  readonly name: string;
  /** In the order of their intervals (see `assign`). Shares add up to 1. */
  readonly arms: readonly ArmShare[];
  /** What is randomised, and therefore what is counted. */
  readonly unit: "entity";
  /** The arm that the others are compared with. */
  readonly control: string;
  /** What was planned before it began: how many units, all arms together. */
  readonly planned?: { readonly units: number };
}

interface Refusal {
  readonly experiment: string;
  readonly got: string;
}

/** One rule of a design, and what is said where it is broken. */
interface Rule {
  readonly error: ErrorConstructor<Refusal>;
  /** What is wrong, in words; undefined when nothing is. */
  wrong(design: Design): string | undefined;
}

interface RuleWords {
  readonly headline: string;
  /** Completes "In experiment x, …". */
  readonly rule: string;
  readonly wrong: Rule["wrong"];
}

function rule(what: string, { headline, rule: said, wrong }: RuleWords): Rule {
  const message = ({ experiment, got }: Refusal) => `In experiment \`${experiment}\`, ${said}. Got ${got}.`;
  return { error: defineError(`experiment.${what}`, { headline, message }), wrong };
}

function repeated(names: readonly string[]): string | undefined {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? undefined : `"${twice}" twice`;
}

function outOfRange({ arms }: Design): string | undefined {
  const bad = arms.find(({ share }) => !(share > 0 && share < 1));
  return bad && `${bad.share} for "${bad.arm}"`;
}

function total({ arms }: Design): string | undefined {
  const sum = arms.reduce((so, { share }) => so + share, 0);
  return Math.abs(sum - 1) < 1e-9 ? undefined : String(sum);
}

function badPlan({ planned }: Design): string | undefined {
  const fine = planned === undefined || (Number.isSafeInteger(planned.units) && planned.units >= 2);
  return fine ? undefined : String(planned.units);
}

const RULES: readonly Rule[] = [
  rule("name-missing", {
    headline: "An experiment without a name",
    rule: "the name must be a text that is not empty",
    wrong: ({ name }) => (name.trim() === "" ? '""' : undefined),
  }),
  rule("too-few-arms", {
    headline: "Nothing to compare",
    rule: "there must be at least two arms",
    wrong: ({ arms }) => (arms.length < 2 ? String(arms.length) : undefined),
  }),
  rule("arm-repeated", {
    headline: "An arm twice",
    rule: "every arm must have a name of its own",
    wrong: ({ arms }) => repeated(arms.map(({ arm }) => arm)),
  }),
  rule("share-out-of-range", {
    headline: "A share out of range",
    rule: "every arm's share must be a number in (0, 1)",
    wrong: outOfRange,
  }),
  rule("shares-do-not-add-up", {
    headline: "Shares that do not add up",
    rule: "the arms' shares must add up to 1",
    wrong: total,
  }),
  rule("control-unknown", {
    headline: "No such control",
    rule: "the control must be one of the arms",
    wrong: ({ arms, control }) => (arms.some(({ arm }) => arm === control) ? undefined : `"${control}"`),
  }),
  rule("planned-units-invalid", {
    headline: "A plan without a size",
    rule: "the planned number of units must be a whole number of 2 or more",
    wrong: badPlan,
  }),
];

/**
 * Checks a design and freezes it. Throws the first of `experiment.name-missing`, `too-few-arms`, `arm-repeated`,
 * `share-out-of-range`, `shares-do-not-add-up`, `control-unknown`, `planned-units-invalid`.
 */
export function defineDesign(design: Design): Design {
  for (const { error, wrong } of RULES) {
    const got = wrong(design);
    if (got !== undefined) throw error({ experiment: design.name, got });
  }
  return Object.freeze(design);
}
