import type { Brief } from "../brief/brief.ts";
import type { Requirements } from "../brief/requirements.ts";
import type { StatedObjective } from "../objective.ts";
import { type Change, listed, moved, replaced, reworded } from "./change.ts";

/** What changed in what was agreed before anything was built. */
export function briefChanges(
  { brief: before = {} }: StatedObjective,
  { brief: after = {} }: StatedObjective,
): readonly Change[] {
  return [
    ...named(before.stakeholders, after.stakeholders, { name: "stakeholders", what: "the stakeholder", key: "role" }),
    ...replaced(before.process, after.process, { path: "brief.process", what: "what is said of the process of today" }),
    ...named(before.ifWrong, after.ifWrong, { name: "ifWrong", what: "the consequence", key: "follows" }),
    ...named(before.risks, after.risks, { name: "risks", what: "the risk", key: "risk" }),
    ...named(before.assumptions, after.assumptions, { name: "assumptions", what: "the assumption", key: "statement" }),
    ...named(before.benefits, after.benefits, { name: "benefits", what: "the benefit", key: "benefit" }),
  ];
}

interface Entries {
  readonly name: keyof Brief;
  /** As in "the risk". */
  readonly what: string;
  /** The member by which an entry is known. */
  readonly key: string;
}

/** Entries that came and went, and those that say something else now. */
function named(
  before: readonly object[] = [],
  after: readonly object[] = [],
  { name, what, key }: Entries,
): readonly Change[] {
  const keyOf = (one: object): string => String((one as Readonly<Record<string, unknown>>)[key]);
  const was = new Map(before.map((one) => [keyOf(one), one]));
  const is = new Map(after.map((one) => [keyOf(one), one]));
  const path = `brief.${name}`;
  return [
    ...listed([...was.keys()], [...is.keys()], { path, what }),
    ...[...is].flatMap(([text, one]) =>
      was.has(text)
        ? replaced(was.get(text), one, { path: `${path}.${text}`, what: `what is said of ${what} “${text}”` })
        : [],
    ),
  ];
}

/** What changed in what is required besides money. */
export function requirementChanges(
  { requirements: before = {} }: StatedObjective,
  { requirements: after = {}, currency }: StatedObjective,
): readonly Change[] {
  const at = (part: string): string => `requirements.${part}`;
  const text = (name: "regulated" | "retrain" | "runsOn", what: string): readonly Change[] =>
    reworded(before[name], after[name], { path: at(name), what });
  const kept = (name: keyof NonNullable<Requirements["keep"]>): readonly Change[] =>
    reworded(before.keep?.[name], after.keep?.[name], { path: at(`keep.${name}`), what: `how long ${name} are kept` });
  return [
    ...text("regulated", "the rule that it falls under"),
    ...moved(before.realTime?.p99Ms, after.realTime?.p99Ms, {
      path: at("realTime"),
      what: "the time an answer may take at p99",
      unit: "ms",
    }),
    ...reworded(before.realTime?.fresh, after.realTime?.fresh, {
      path: at("realTime.fresh"),
      what: "how fresh events must be",
    }),
    ...reworded(before.batch?.every, after.batch?.every, {
      path: at("batch"),
      what: "how often decisions are made in files",
    }),
    ...moved(before.peakPerSecond, after.peakPerSecond, {
      path: at("peakPerSecond"),
      what: "the decisions a second at the busiest time",
    }),
    ...text("retrain", "how often it is trained anew"),
    ...(["decisions", "snapshots", "models"] as const).flatMap(kept),
    ...moved(before.budget?.build, after.budget?.build, {
      ...{ path: at("budget.build"), what: "what building may cost", unit: currency },
      grows: "raised",
    }),
    ...moved(before.budget?.perYear, after.budget?.perYear, {
      ...{ path: at("budget.perYear"), what: "what a year of running may cost", unit: currency },
      grows: "raised",
    }),
    ...text("runsOn", "where it runs"),
  ];
}
