import { csv, type RawTable, type Row } from "../../data/index.ts";
import { type Rng, rng } from "../../kernel/index.ts";
import { moneyEarned } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { VerdictKind } from "../decision-table.ts";

/** A simulated business problem whose right verdict is known, because its label was made by a known law. */
export interface Planted {
  readonly name: string;
  readonly verdict: VerdictKind;
  readonly system: SystemDefinition;
  make(seed: number): RawTable;
}

const source = csv("planted.csv");
/** A goal that somebody has stated; the payoff is each problem's own. */
export const stated = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 100_000,
  by: "2030-01-01",
  currency: "EUR",
  perYear: 500_000,
  asked: "sales",
  approves: ["finance"],
} as const;
/** What the problems share: no heads yet, act where it pays. */
export const common = {
  source,
  entity: "who",
  heads: {},
  weights: {},
  policy: actIf({ threshold: "from-payoff" }),
} as const;

/** Rows drawn one after the other from the stream of a seed. */
export function rows(seed: number, count: number, make: (r: Rng, i: number) => Row): readonly Row[] {
  const r = rng({ seed, purpose: "planted" });
  return Array.from({ length: count }, (_, i) => make(r, i));
}

/** One of the items, each as likely. */
export const pick = <T>(r: Rng, items: readonly T[]): T => items[r.integer(items.length)] as T;
