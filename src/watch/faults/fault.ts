import type { ServingState } from "../../decide/index.ts";
import type { Instant } from "../../kernel/index.ts";
import type { DecisionBody } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { PartKind } from "../monitors/monitor.ts";
import type { Asked, Stream } from "./happening.ts";

/** Where a fault is injected. */
export interface FaultSite {
  readonly system: SystemDefinition;
  /** What decides. */
  readonly state: ServingState;
  /** A good stretch, and from `from` on what the fault changes. */
  readonly stream: Stream;
  readonly from: Instant;
  /** The share of what passes by that is hit, above 0 and at most 1. */
  readonly strength: number;
  readonly seed: number;
  /** 0, 1, 2 …: the same fault hits another place each time, as far as there are others. */
  readonly trial: number;
  /** Of each feature; empty where nobody knows. */
  readonly importance: Readonly<Record<string, number>>;
}

/** What is done, at one site. A part that is left out stays as it was. */
export interface FaultPlan {
  /** "age is 100 times what it was" */
  readonly says: string;
  /** Names of the parts at which it is rightly found. Absent: at any. */
  readonly names?: readonly string[];
  /** What happens instead. */
  readonly stream?: Stream;
  /** What decides about those who are hit. */
  readonly state?: ServingState;
  /** What decisions are priced and held against from then on. */
  readonly system?: SystemDefinition;
  /** Changes the receipts of those who are hit. */
  readonly receipt?: (body: DecisionBody, asked: Asked) => DecisionBody;
}

/** Why a fault cannot be injected at a site. */
export interface Unfit {
  readonly unfit: string;
}

/** Where a fault comes from; `none` is what looks like a fault and is none. */
export type FaultOrigin = "inputs" | "outcomes" | "traffic" | "model" | "people" | "machine" | "none";

interface FaultOptions {
  /** What goes wrong, in a few words. */
  readonly about: string;
  readonly of: FaultOrigin;
  /**
   * The part that breaks. What comes before it in a decision's way is well, and an alarm there is a wrong one. Of outcomes it is
   * the head: that is what outcomes judge.
   */
  readonly part: PartKind;
  /** Kinds of readings that call it by its name; `*` at the end stands for anything. Empty where nothing is wrong. */
  readonly noticedBy: readonly string[];
  /** Whether it shows only once outcomes are known. Default: it shows at once. */
  readonly needsOutcomes?: boolean;
  /** What is done at a site. Pure: the same site, the same plan. */
  plan(site: FaultSite): FaultPlan | Unfit;
}

/** One thing that can go wrong. One per file; the catalogue carries it to the CLI, the docs and the drills. */
export interface Fault extends FaultOptions {
  readonly is: "alidade.fault";
}

/**
 * Declares a fault. Its file exports it under its own name.
 *
 * @example
 * export const trafficStopped = defineFault({ about: "questions stop coming", of: "traffic", part: "server", noticedBy: ["traffic.*"], plan });
 */
export function defineFault(options: FaultOptions): Fault {
  return Object.freeze({ is: "alidade.fault", ...options });
}

/** A fault that does not fit, and why. */
export function unfit(why: string): Unfit {
  return { unfit: why };
}

/** Whether a kind of reading calls a fault by its name. */
export function isNamed({ noticedBy }: Pick<Fault, "noticedBy">, kind: string): boolean {
  return noticedBy.some((one) => (one.endsWith("*") ? kind.startsWith(one.slice(0, -1)) : kind === one));
}
