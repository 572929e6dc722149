import { contract, csv, flag, type Kind, number, type Row, rowEnforcer, tableOf, text } from "../../../data/index.ts";
import { decideOne, type LoadedRelease, type ServingState } from "../../../decide/index.ts";
import { fieldsOf } from "../../../features/index.ts";
import { hashUniform } from "../../../kernel/index.ts";
import { fitRows } from "../../../learn/index.ts";
import { type Model, scoreRow } from "../../../model/index.ts";
import { assumed, breakEven, moneyEarned, stakesOf } from "../../../objective/index.ts";
import { actIf } from "../../../policy/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../../records/index.ts";
import { championPlan } from "../../../registry/index.ts";
import { type Business, businesses, type Case, type Drift, type Report, type Span } from "../../../sim/index.ts";
import { type ActingSystem, binary, logistic, on } from "../../../system/index.ts";
import { countPeriods } from "../../drills/count-periods.ts";
import { referenceOf } from "../../seen/reference.ts";
import type { Reference, Seen } from "../../seen/seen.ts";

export type BusinessName = keyof typeof businesses;

const DAY = 86_400_000;

/** Shelves and beds are as ever after so long. */
const WARM = 42 * DAY;

/** What is declared of a business. */
interface Declared {
  /** What is done where the head says yes; it keeps the outcome from happening, or changes it. */
  readonly act: string;
  readonly label: string;
  readonly within: "1d" | "7d" | "30d" | "90d";
  /** Money of acting on a yes and on a no. */
  readonly stakes: readonly [yes: number, no: number];
  readonly slices: readonly string[];
  /** Whether the business remembers what was done: shelves and beds fill and empty, but adversaries and readers stay as they are. */
  readonly reacts: boolean;
  /** The field of a history that says what was done, and with what it says so. */
  readonly done: readonly [field: string, acted: boolean];
}

const DECLARED: Readonly<Record<BusinessName, Declared>> = {
  payments: {
    ...{ act: "block", label: "chargeback", within: "90d", stakes: [165, -5.4] },
    ...{ slices: ["merchant", "country"], reacts: false, done: ["blocked", true] },
  },
  storefront: {
    ...{ act: "promote", label: "left", within: "1d", stakes: [2, -8.4] },
    ...{ slices: ["category", "source"], reacts: true, done: ["promoted", true] },
  },
  ward: {
    ...{ act: "call", label: "readmitted", within: "30d", stakes: [350, -150] },
    ...{ slices: ["diagnosis"], reacts: true, done: ["called", true] },
  },
  feed: {
    ...{ act: "skip", label: "violated", within: "7d", stakes: [0.12, -0.01] },
    ...{ slices: ["topic", "device"], reacts: false, done: ["shown", false] },
  },
};

/** A business with the system that decides in it, and what that is held against. */
export interface Watched {
  readonly name: BusinessName;
  readonly system: ActingSystem;
  readonly state: ServingState;
  readonly reference: Reference;
}

/**
 * Sets a business up: a model learns from sixty days in which chance decided. It is held against sixty others of that kind; of a
 * business that reacts, against two months in which the system itself decided.
 */
export function watchedBusiness(name: BusinessName, perDay = 300): Watched {
  const declared = DECLARED[name];
  const [done, acted] = declared.done;
  const past = businesses[name]({ seed: 1, perDay });
  const rows = (from: number, days: number): readonly Row[] =>
    [...past.history({ from: past.start + from * DAY, to: past.start + (from + days) * DAY })].filter(
      (row) => row[done] !== acted,
    );
  const system = systemOf(past, declared);
  const names = [...Object.keys(system.features), declared.label];
  const learned = rows(0, 60).map((row) => Object.fromEntries(names.map((one) => [one, row[one] ?? null])));
  const model = fitRows(logistic(), learned, { label: declared.label });
  const state = servingState(system, model);
  const deciding = { name, system, state };
  const held = declared.reacts
    ? livedRows(deciding, past)
    : rows(60, 60).map((row) => ({ ...row, label: row[declared.label] ?? null, weight: 1 }));
  return { ...deciding, reference: heldAgainst(past, { system, model, held }) };
}

/** What was decided and became of it; of those who were acted on nobody knows, and those who were held back stand for them. */
function livedRows(deciding: Omit<Watched, "reference">, past: Business): readonly Row[] {
  const span = { from: past.start, to: past.start + WARM + 60 * DAY };
  const entries = [...journalOf(deciding, past, span)].filter(({ at }) => at >= past.start + WARM);
  const least = breakEven(stakesOf(deciding.system.objective as never));
  const happened = new Set(
    entries.flatMap((one) => (one.kind === "outcome" ? [(one as OutcomeRecord).body.decision] : [])),
  );
  return entries.flatMap(({ kind, id, body }): readonly Row[] => {
    if (kind !== "decision") return [];
    const { given, acted, score } = body as DecisionRecord["body"];
    const weight = (score ?? 0) >= least ? 1 / HOLDBACK : 1;
    return [{ ...(given as Row), label: acted ? null : happened.has(id), weight }];
  });
}

/** One system declared by what is known of a business: of types that are not known before it runs nothing can be checked. */
function systemOf({ name, entity, kinds, actions }: Business, of: Declared): ActingSystem {
  const { act, label, within, stakes, slices } = of;
  const otherwise = act === actions.act ? actions.otherwise : actions.act;
  const field = (kind: Kind): object => (kind === "text" ? text() : kind === "flag" ? flag() : number({ missing: 0 }));
  const fields = Object.entries(kinds).map(([one, kind]) => [one, field(kind)] as const);
  const h = on(contract({ ...Object.fromEntries(fields), [label]: flag({ known: "after" }) } as never));
  const inputs = Object.keys(kinds).filter((one) => one !== entity);
  const numeric = inputs.find((one) => kinds[one] === "number") as string;
  type Fields = Readonly<Record<string, never>>;
  return h.system({
    ...{ name, source: csv(`${name}.csv`), entity, slices, weights: { risk: { start: 1, min: 0, max: 2 } } },
    objective: {
      ...{ metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2027-12-31", currency: "USD" },
      effect: assumed(0.5, [0.2, 0.9]),
      payoff: { [act]: { yes: stakes[0], no: stakes[1] }, [otherwise]: { yes: 0, no: 0 } },
      ...{ asked: "us", approves: ["lead"] },
    },
    outcomes: { [label]: h.outcome({ within, history: (r: Fields) => r[label], changedByActing: true } as never) },
    features: h.features((r: Fields) => Object.fromEntries(inputs.map((one) => [one, r[one]])) as never),
    rule: (f: Fields) => (f[numeric] as unknown as { readonly atLeast: (least: number) => never }).atLeast(5),
    heads: { risk: binary({ label, learner: logistic() } as never) },
    policy: actIf({ threshold: "from-payoff" }),
  } as never) as unknown as ActingSystem;
}

/** So many are held back by chance, so that what acting prevents stays known. */
const HOLDBACK = 0.1;

function servingState(system: ActingSystem, model: Model): ServingState {
  const least = breakEven(stakesOf(system.objective as never));
  const cutoff = { cutoff: least, atCutoff: 1 };
  const release: LoadedRelease = {
    ...{ id: "rel_1", models: { risk: model }, unusable: {}, versions: { risk: "mdl_1" }, kind: "model" },
    ...{ weights: { risk: 1 }, weightsVersion: "wgt_1", policyVersion: "pol_1" },
    policy: { policy: "act-if", heads: cutoff, rule: cutoff },
  };
  const allocations = championPlan({ holdback: HOLDBACK }, "rel_1");
  return {
    ...{ system, epoch: 1, contractVersion: "c", enforce: rowEnforcer(system.contract) },
    plan: { id: "pln_1", system: system.name, version: 1, salt: "s", allocations, by: "ada", at: 0, why: "test" },
    read: new Set(Object.values(system.features).flatMap(fieldsOf)),
    releases: new Map([["rel_1", release]]),
  };
}

interface Held {
  readonly system: ActingSystem;
  readonly model: Model;
  /** With a `label` where it is known, and a `weight`. */
  readonly held: readonly Row[];
}

function heldAgainst({ start, kinds }: Business, { system, model, held }: Held): Reference {
  const inputs = Object.keys(system.features);
  const rows = held.map((row) => Object.fromEntries(inputs.map((one) => [one, row[one] ?? null])));
  const table = tableOf(Object.fromEntries(inputs.map((one) => [one, kinds[one] as Kind])), rows);
  const outputs = Float64Array.from(rows, (row) => scoreRow(model, row)[0] as number);
  const labels = Float64Array.from(held, ({ label }) => (label === null ? Number.NaN : Number(label)));
  const weights = Float64Array.from(held, ({ weight }) => Number(weight));
  return referenceOf({
    ...{ system: system.name, models: { risk: "mdl_1" }, at: start, fields: table, features: table, score: outputs },
    heads: { risk: { outputs, classes: [], isProbability: true, labels, weights } },
    importance: [Object.fromEntries(inputs.map((one) => [one, 1]))],
    nodes: system.features,
  });
}

/** Which world is played. */
export interface Played {
  readonly seed: number;
  readonly perDay: number;
  readonly days: number;
  readonly drifts?: readonly Drift[];
  readonly periodMs: number;
}

/** What is seen of a business by periods while its system decides. */
export function* periodsOf(watched: Watched, { days, periodMs, ...world }: Played): Generator<Seen> {
  const { system, reference } = watched;
  const business = businesses[watched.name](world);
  const { start: from } = business;
  const to = from + days * DAY;
  const entries = [...journalOf(watched, business, { from: from - WARM, to })];
  entries.sort((a, b) => a.at - b.at);
  yield* countPeriods(entries, { system, reference, periodMs, from, to });
}

function* journalOf(watched: Omit<Watched, "reference">, business: Business, span: Span): Generator<Envelope> {
  const { system, state } = watched;
  const { label, reacts } = DECLARED[watched.name];
  const play = business.play(span);
  const told = (one: Case, action: string): readonly Report[] =>
    reacts ? play.tell(one, action) : business.outcome(one, action);
  for (const one of reacts ? play.cases : business.traffic(span)) {
    const { id, at, entity } = one;
    const body = { ...decideOne(state, { id, at, entity, given: one.given }), took: tookOf(id) };
    yield { v: 1, kind: "decision", id, at, subject: entity, body } satisfies DecisionRecord;
    for (const { key, outcome, value, at: toldAt } of told(one, body.action as string)) {
      if (outcome !== label) continue;
      const report = { system: system.name, decision: id, outcome, value, happenedAt: toldAt };
      yield { v: 1, kind: "outcome", id: key, at: toldAt, body: report } satisfies OutcomeRecord;
    }
  }
}

/** Some milliseconds, now and then many. */
function tookOf(id: string): number {
  return 2 / Math.max(1e-3, hashUniform(`took ${id}`));
}
