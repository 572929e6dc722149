import { canonical } from "../../kernel/index.ts";
import type { Contract } from "./contract.ts";
import { type ContractChange, diffContracts } from "./diff-contracts.ts";
import type { Field } from "./field.ts";

/** What a change does to somebody: it breaks them, it calls for a new model, or it leaves them as they are. */
export type Effect = "breaking" | "retrain" | "compatible";

/** Who may depend on a contract: what delivers rows and events, kept snapshots, registered models, and who asks for decisions. */
export const PARTIES = ["sources", "snapshots", "models", "callers"] as const;
export type Party = (typeof PARTIES)[number];

/** What a change does to one of them, and why. */
export interface Impact {
  readonly on: Party;
  readonly effect: Effect;
  /** A sentence without its full stop. */
  readonly why: string;
}

/** A change of a contract with all that it does; no impact: nobody notices. */
export interface JudgedChange extends ContractChange {
  /** Absent: an option of the contract. */
  readonly field?: string;
  readonly effect: Effect;
  readonly impacts: readonly Impact[];
}

/** What becomes of everybody when a contract changes. Judged by the contracts alone: data may well keep both. */
export function judgeEvolution(from: Contract, to: Contract): readonly JudgedChange[] {
  return diffContracts(from, to).map((change) => {
    const { name } = change;
    const [before, after] = [from.fields[name], to.fields[name]];
    const isField = before !== undefined || after !== undefined;
    const impacts = gravest(isField ? fieldImpacts(before, after) : optionImpacts(name as keyof Contract, from, to));
    return { ...change, ...(isField ? { field: name } : {}), effect: worst(impacts), impacts };
  });
}

const ORDER: readonly Effect[] = ["breaking", "retrain", "compatible"];

/** The gravest of some effects; `compatible` when there is none. */
export function worst(impacts: readonly Pick<Impact, "effect">[]): Effect {
  return ORDER.find((effect) => impacts.some((impact) => impact.effect === effect)) ?? "compatible";
}

/** One impact for each party, its gravest: what breaks somebody needs no word on what fits. */
function gravest(impacts: readonly Impact[]): readonly Impact[] {
  return PARTIES.flatMap((on): readonly Impact[] => {
    const own = impacts.filter((one) => one.on === on);
    const effect = worst(own);
    const why = [...new Set(own.filter((one) => one.effect === effect).map((one) => one.why))].join("; ");
    return own.length === 0 ? [] : [impact(on, effect, why)];
  });
}

const impact = (on: Party, effect: Effect, why: string): Impact => ({ on, effect, why });

function fieldImpacts(before: Field | undefined, after: Field | undefined): readonly Impact[] {
  if (before === undefined) return after === undefined ? [] : added(after);
  return after === undefined ? removed(before) : changed(before, after);
}

function added(field: Field): readonly Impact[] {
  const inTraining = field.absentIn?.includes("training") !== true;
  const isAsked = field.known === "before";
  return [
    ...(inTraining ? [impact("sources", "breaking", "the column must be there")] : []),
    ...(inTraining ? [impact("snapshots", "retrain", "kept rows lack it: only a new snapshot has it")] : []),
    ...(isAsked && field.missing === 0 ? [impact("callers", "breaking", "a decision without it is flagged")] : []),
    ...(isAsked && field.missing > 0 ? [impact("callers", "compatible", "they may leave it out")] : []),
    impact("models", "compatible", "none reads it yet"),
  ];
}

function removed(field: Field): readonly Impact[] {
  return [
    impact("models", "breaking", "those that read it cannot be used any more"),
    ...(field.known === "before" ? [impact("callers", "breaking", "whoever sends it is refused")] : []),
    impact("sources", "compatible", "the column is left out"),
  ];
}

/** One rule for each part of a field that may change. */
const JUDGES: readonly ((before: Field, after: Field) => readonly Impact[])[] = [
  ({ kind: was }, { kind: is }) =>
    was === is
      ? []
      : [
          impact("sources", "breaking", `values must be ${is} now`),
          impact("snapshots", "breaking", `kept rows hold it as ${was}`),
          impact("models", "breaking", `they learned it as ${was}`),
          impact("callers", "breaking", `whoever sends ${was} is refused`),
        ],
  ({ known: was }, { known: is }) => {
    if (was === is) return [];
    if (is === "before")
      return [
        impact("models", "compatible", "none could read it before"),
        impact("callers", "compatible", "they may send it now"),
      ];
    return [
      impact("models", "breaking", "those that read it knew what no decision can know"),
      impact("callers", "breaking", "whoever sends it is refused"),
    ];
  },
  (before, after) =>
    before.unit === after.unit
      ? []
      : [
          impact("callers", "breaking", `values must be in ${after.unit ?? "no unit"} now`),
          impact("sources", "breaking", `values must be in ${after.unit ?? "no unit"} now`),
          impact("snapshots", "breaking", `kept rows are in ${before.unit ?? "no unit"}`),
          impact("models", "retrain", `they learned it in ${before.unit ?? "no unit"}`),
        ],
  (before, after) => (isNarrower(before, after) ? narrowed("what was allowed is refused") : []),
  (before, after) =>
    isNarrower(after, before)
      ? [
          impact("models", "retrain", "values may come that they never saw"),
          impact("callers", "compatible", "more is allowed"),
        ]
      : [],
  ({ missing: was }, { missing: is }) => {
    if (is < was) return narrowed("rows without a value are refused");
    return is > was ? [impact("models", "retrain", "values may be missing that were there")] : [];
  },
  (before, after) =>
    !before.unique && after.unique
      ? [impact("sources", "breaking", "repeats are refused"), impact("snapshots", "retrain", "kept rows may repeat")]
      : [],
  (before, after) =>
    canonical(readingOf(before)) === canonical(readingOf(after))
      ? []
      : [impact("sources", "breaking", "values that are written as before are read otherwise, or refused")],
  (before, after) =>
    after.references !== undefined && before.references !== after.references
      ? [impact("sources", "breaking", `values must be among the keys of ${after.references}`)]
      : [],
];

function narrowed(why: string): readonly Impact[] {
  return [
    impact("sources", "breaking", why),
    impact("snapshots", "retrain", "kept rows may hold what is refused now"),
    impact("callers", "breaking", `${why}: the rule answers in the model's place`),
    impact("models", "compatible", "what they read becomes less"),
  ];
}

function changed(before: Field, after: Field): readonly Impact[] {
  // A value of another kind has other bounds: to compare them would say the same twice.
  const judges = before.kind === after.kind ? JUDGES : JUDGES.slice(0, 2);
  return judges.flatMap((judge) => judge(before, after));
}

/** How a value is written, as far as a source must know it. */
function readingOf({ format, zone, trueValues, falseValues }: Field): unknown {
  return { format: format ?? null, zone: zone ?? null, yes: trueValues ?? null, no: falseValues ?? null };
}

/** Whether something that the one field allows the other does not, by its range, values, pattern, length or clock. */
function isNarrower(before: Field, after: Field): boolean {
  const { min = -Infinity, max = Infinity, maxLength = Infinity, ahead = Infinity, integer = false } = before;
  const isLess =
    (after.min ?? -Infinity) > min ||
    (after.max ?? Infinity) < max ||
    (after.maxLength ?? Infinity) < maxLength ||
    (after.ahead ?? Infinity) < ahead ||
    (after.integer === true && !integer);
  const loses = after.values !== undefined && (before.values?.some((value) => !after.values?.includes(value)) ?? true);
  return isLess || loses || (after.pattern !== undefined && after.pattern !== before.pattern);
}

function optionImpacts(name: keyof Contract, from: Contract, to: Contract): readonly Impact[] {
  const lost = (some: unknown, all: unknown): boolean => {
    const kept = new Set(((all ?? []) as readonly unknown[]).map((one) => canonical(one)));
    return ((some ?? []) as readonly unknown[]).some((one) => !kept.has(canonical(one)));
  };
  if (name === "rules" || name === "unique") {
    if (!lost(to[name], from[name])) return [];
    const callers =
      name === "rules"
        ? [impact("callers", "breaking", "decisions that break it fall to the rule without a model")]
        : [];
    return [
      impact("sources", "breaking", "rows that break it are refused"),
      impact("snapshots", "retrain", "kept rows may break it"),
      ...callers,
    ];
  }
  if (name === "exclude") return [impact("models", "retrain", "other rows are learned from")];
  if (name === "missingValues")
    return [
      impact("sources", "breaking", "other texts mean missing"),
      impact("models", "retrain", "what they saw as a value may be missing, or the reverse"),
    ];
  return to[name] === undefined
    ? []
    : [impact("sources", "breaking", "data that kept the old bound may break the new one")];
}
