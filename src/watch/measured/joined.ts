import { joinOutcomes } from "../../data/index.ts";
import { milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** What is known of an outcome of one decision, once its window has closed. */
export interface Told {
  /** A flag: whether it happened. A number: null where nobody reported one. Of a ranking: the sum over what was shown. */
  readonly value: boolean | number | string | null;
}

/** A decision and what came of it. */
export interface JoinedDecision {
  readonly decision: DecisionRecord;
  /** By outcome; absent while its window is open. */
  readonly told: Readonly<Record<string, Told>>;
}

/** A stretch of the journal. */
export interface Entries {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** As of when, milliseconds since 1970. */
  readonly now: number;
}

/** What a join asks of a system. */
export type JoinedSystem = Pick<SystemDefinition, "outcomes" | "policy">;

/** Puts beside each decision what is known of these outcomes. An open window tells nothing: an early yes is seen before any no. */
export function joinDecisions(
  system: JoinedSystem,
  names: readonly string[],
  entries: Entries,
): readonly JoinedDecision[] {
  const told = entries.decisions.map((): Record<string, Told> => ({}));
  for (const name of names) {
    const values = valuesOf(system, name, entries);
    values.forEach((value, i) => {
      const of = told[i];
      if (value !== undefined && of !== undefined) of[name] = { value };
    });
  }
  return entries.decisions.map((decision, i) => ({ decision, told: told[i] ?? {} }));
}

/** The value for each decision; undefined while it is open, or where no such outcome is declared. */
function valuesOf(
  { outcomes, policy }: JoinedSystem,
  name: string,
  entries: Entries,
): readonly (Told["value"] | undefined)[] {
  const declared = outcomes[name];
  if (declared === undefined) return [];
  const within = milliseconds(declared.within);
  const absent = declared.kind === "flag" ? false : null;
  const options = { outcome: name, within, now: entries.now, absent };
  if (policy.policy === "rank-by") return sumsOfShown(entries, options);
  const { labels } = joinOutcomes(entries.decisions, entries.outcomes, options);
  const byId = new Map(labels.map((label) => [label.decision, label]));
  return entries.decisions.map(({ id }) => {
    const found = byId.get(id);
    return found?.closed === true ? found.label : undefined;
  });
}

/** Where one decision ends and its candidate begins. */
const SEAM = "\u0000";

/** Of each ranking, the sum over the candidates that were shown; null where none was reported and silence is no zero. */
function sumsOfShown(
  { decisions, outcomes, now }: Entries,
  options: Parameters<typeof joinOutcomes>[2],
): readonly (number | null | undefined)[] {
  const byId = new Map(decisions.map((decision) => [decision.id, decision]));
  const about = outcomes.filter(({ body }) => body.outcome === options.outcome && byId.has(body.decision));
  const shown = about.filter(({ body }) => isShown(byId.get(body.decision), body.candidate));
  const named = shown.map((record) => ({ ...record, body: { ...record.body, decision: seamed(record) } }));
  const pairs = new Map(
    named.map(({ body }) => [
      body.decision,
      { ...(byId.get(ownerOf(body.decision)) as DecisionRecord), id: body.decision },
    ]),
  );
  const { labels } = joinOutcomes([...pairs.values()], named, options);
  const sums = new Map<string, number>();
  for (const { decision, label } of labels) {
    const owner = ownerOf(decision);
    if (typeof label !== "string" && label !== null) sums.set(owner, (sums.get(owner) ?? 0) + Number(label));
  }
  const silence = options.absent === null ? null : 0;
  return decisions.map(({ id, at }) => (now > at + options.within ? (sums.get(id) ?? silence) : undefined));
}

const seamed = ({ body }: OutcomeRecord): string => `${body.decision}${SEAM}${body.candidate ?? ""}`;
const ownerOf = (pair: string): string => pair.slice(0, pair.indexOf(SEAM));

function isShown(decision: DecisionRecord | undefined, candidate: string | undefined): boolean {
  return decision?.body.candidates?.some(({ id, position }) => id === candidate && position !== null) === true;
}
