import { contract, csv, flag, type Kind, number, type Row, rowEnforcer, text } from "../../../src/data/index.ts";
import type { LoadedRelease, ServingState } from "../../../src/decide/index.ts";
import { fieldsOf } from "../../../src/features/index.ts";
import { fitRows } from "../../../src/learn/index.ts";
import type { Model } from "../../../src/model/index.ts";
import { assumed, breakEven, moneyEarned, stakesOf } from "../../../src/objective/index.ts";
import { actIf } from "../../../src/policy/index.ts";
import { championPlan } from "../../../src/registry/index.ts";
import { type Business, businesses, type Case } from "../../../src/sim/index.ts";
import { type ActingSystem, binary, logistic, on } from "../../../src/system/index.ts";

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;

export type WorldName = "storefront" | "ward" | "payments";

/** What is declared of a business, and how it is watched. */
interface Declared {
  /** What is done where the head says yes. */
  readonly act: string;
  readonly label: string;
  /** An outcome counts that happens so soon after the decision. */
  readonly within: number;
  readonly said: "1d" | "7d" | "90d";
  /** Money of acting on a yes and on a no. */
  readonly stakes: readonly [yes: number, no: number];
  readonly slice: string;
  readonly perDay: number;
  /** Lengths of the periods by which it is watched. */
  readonly periods: readonly number[];
}

const DECLARED: Readonly<Record<WorldName, Declared>> = {
  storefront: {
    ...{ act: "promote", label: "left", within: DAY, said: "1d", stakes: [2, -8.4] },
    ...{ slice: "category", perDay: 300, periods: [HOUR, DAY] },
  },
  ward: {
    ...{ act: "call", label: "readmitted", within: 7 * DAY, said: "7d", stakes: [2500, -150] },
    ...{ slice: "diagnosis", perDay: 200, periods: [DAY] },
  },
  payments: {
    ...{ act: "block", label: "chargeback", within: 90 * DAY, said: "90d", stakes: [165, -5.4] },
    ...{ slice: "merchant", perDay: 300, periods: [DAY] },
  },
};

/** Fields of the calendar and of a memory that a fresh morning does not have. */
const LEFT_OUT: readonly string[] = ["stock_left", "calls_left", "ward_load"];

/** A simulated business, the system that decides in it, and its one model. */
export interface World extends Declared {
  readonly name: WorldName;
  readonly system: ActingSystem;
  readonly state: ServingState;
  readonly model: Model;
  /** What the model reads, by name. */
  readonly kinds: Readonly<Record<string, Kind>>;
}

/** A world of which a model learned from 90 days, in which nothing was done, of another copy of the business. */
export function openWorld(name: WorldName): World {
  const declared = DECLARED[name];
  const business = businesses[name]({ seed: 20_000, perDay: 300 });
  const kinds = Object.fromEntries(
    Object.entries(business.kinds).filter(([one]) => one !== business.entity && !LEFT_OUT.includes(one)),
  );
  const system = systemOf(business, { ...declared, kinds });
  const rows = [...business.traffic({ from: business.start, to: business.start + 90 * DAY })].map((one) => ({
    ...readOf(one.given, kinds),
    [declared.label]: cameOf(business, one, { ...declared, action: business.actions.otherwise }),
  }));
  const model = fitRows(logistic(), rows, { label: declared.label });
  return { name, ...declared, system, state: servingState(system, model), model, kinds };
}

/** The fields that a model reads. */
export function readOf(given: Row, kinds: Readonly<Record<string, Kind>>): Row {
  return Object.fromEntries(Object.keys(kinds).map((name) => [name, given[name] ?? null]));
}

/** Whether the outcome came within its window. */
function cameOf(
  business: Business,
  one: Case,
  { label, within, action }: Pick<Declared, "label" | "within"> & { readonly action: string },
): boolean {
  return business.outcome(one, action).some(({ outcome, at }) => outcome === label && at <= one.at + within);
}

type Described = Declared & Pick<World, "kinds">;

function systemOf({ name, entity, actions }: Business, described: Described): ActingSystem {
  const { act, label, said, stakes, slice, kinds } = described;
  const otherwise = act === actions.act ? actions.otherwise : actions.act;
  const field = (kind: Kind): object => (kind === "text" ? text() : kind === "flag" ? flag() : number({ missing: 0 }));
  const fields = Object.fromEntries(Object.entries(kinds).map(([one, kind]) => [one, field(kind)]));
  const h = on(contract({ [entity]: text(), ...fields, [label]: flag({ known: "after" }) } as never));
  const numeric = Object.keys(kinds).find((one) => kinds[one] === "number") as string;
  type Fields = Readonly<Record<string, never>>;
  return h.system({
    ...{ name, source: csv(`${name}.csv`), entity, slices: [slice] },
    weights: { risk: { start: 1, min: 0, max: 2 } },
    objective: {
      ...{ metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2027-12-31", currency: "USD" },
      effect: assumed(0.5, [0.2, 0.9]),
      payoff: { [act]: { yes: stakes[0], no: stakes[1] }, [otherwise]: { yes: 0, no: 0 } },
      ...{ asked: "us", approves: ["lead"] },
    },
    outcomes: {
      [label]: h.outcome({ within: said, history: (r: Fields) => r[label], changedByActing: true } as never),
    },
    features: h.features((r: Fields) => Object.fromEntries(Object.keys(kinds).map((one) => [one, r[one]])) as never),
    rule: (f: Fields) => (f[numeric] as unknown as { readonly atLeast: (least: number) => never }).atLeast(5),
    heads: { risk: binary({ label, learner: logistic() } as never) },
    policy: actIf({ threshold: "from-payoff" }),
  } as never) as unknown as ActingSystem;
}

/** One in ten is held back by chance, so that what acting prevents stays known. */
function servingState(system: ActingSystem, model: Model): ServingState {
  const cutoff = { cutoff: breakEven(stakesOf(system.objective as never)), atCutoff: 1 };
  const release: LoadedRelease = {
    ...{ id: "rel_1", models: { risk: model }, unusable: {}, versions: { risk: "mdl_1" }, kind: "model" },
    ...{ weights: { risk: 1 }, weightsVersion: "wgt_1", policyVersion: "pol_1" },
    policy: { policy: "act-if", heads: cutoff, rule: cutoff },
  };
  const allocations = championPlan({ holdback: 0.1 }, "rel_1");
  return {
    ...{ system, epoch: 1, contractVersion: "c", enforce: rowEnforcer(system.contract) },
    plan: { id: "pln_1", system: system.name, version: 1, salt: "s", allocations, by: "ada", at: 0, why: "test" },
    read: new Set(Object.values(system.features).flatMap(fieldsOf)),
    releases: new Map([["rel_1", release]]),
  };
}
