import { type Cell, type Row, type Table, tableOf } from "../../data/index.ts";
import { hashValue, type Instant } from "../../kernel/index.ts";
import { importanceOf, type Model } from "../../model/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { layoutOf } from "./layout.ts";
import { type OpenSeen, openSeen, type ToldLater } from "./open-seen.ts";
import { meanImportance, readsOf, referenceEmpty } from "./reference.ts";
import type { Layout, Reference } from "./seen.ts";
import { watchedFeatures, watchedFields } from "./watched-inputs.ts";

/** Decisions that bins are made from: the first of the period. */
export const LAYOUT_DECISIONS = 10_000;

/** A period that somebody calls good. */
export interface GoodPeriod {
  readonly system: SystemDefinition;
  readonly from: Instant;
  readonly to: Instant;
  /** The models that served, by head, and their ids. */
  readonly models: Readonly<Record<string, Model>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** A reference in the making. */
export interface OpenReference {
  /** Takes a decision of the period; each must come once. */
  add(decision: DecisionRecord): void;
  /** Throws `watch.reference-empty` where there was none. */
  read(told?: ToldLater): Reference;
}

/** Makes a reference of what was decided in a good period: it needs no training data, and knows no labels but those it is told. */
export function openPeriodReference(period: GoodPeriod): OpenReference {
  const first: DecisionRecord[] = [];
  let opened: { readonly layout: Layout; readonly seen: OpenSeen } | undefined;
  const open = (): NonNullable<typeof opened> => {
    const layout = layoutFrom(period, first);
    const seen = openSeen(layout, period);
    for (const decision of first) seen.add(decision);
    opened = { layout, seen };
    return opened;
  };
  return {
    add(decision) {
      if (opened !== undefined) opened.seen.add(decision);
      else if (first.push(decision) === LAYOUT_DECISIONS) open();
    },
    read(told) {
      if (first.length === 0)
        throw referenceEmpty({ what: `The period of "${period.system.name}" from ${wordOf(period)}` });
      const { layout, seen } = opened ?? open();
      return referenceFrom(period, layout, seen.read(told));
    },
  };
}

function wordOf({ from, to }: Pick<GoodPeriod, "from" | "to">): string {
  return `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

function referenceFrom(
  { system, from, to, models, versions }: GoodPeriod,
  layout: Layout,
  seen: Reference["seen"],
): Reference {
  return Object.freeze({
    id: `ref_${hashValue({ system: system.name, versions, from, to, layout: layout.id }).slice(0, 16)}`,
    from: "period",
    ...{ layout, seen },
    importance: meanImportance(
      Object.keys(layout.features),
      Object.values(models).map((model) => importanceOf(model)),
    ),
    reads: readsOf(system.features),
  });
}

/** The bins for decisions like these. */
function layoutFrom({ system, models }: GoodPeriod, decisions: readonly DecisionRecord[]): Layout {
  const rows = decisions.flatMap(inputRows);
  const outputs = (name: string): readonly number[] => rows.flatMap(({ heads }) => heads[name]?.[0] ?? []);
  const names = [...new Set(rows.flatMap(({ heads }) => Object.keys(heads)))];
  const scores = rows.flatMap(({ score }) => score ?? []);
  const several = Object.entries(models).filter(([, { signature }]) => signature.classes.length > 0);
  return layoutOf({
    fields: tableFrom(
      watchedFields(system),
      rows.map(({ given }) => given),
    ),
    features: tableFrom(
      watchedFeatures(system),
      rows.map(({ features }) => features),
    ),
    heads: Object.fromEntries(names.map((name) => [name, outputs(name)])),
    ...(scores.length === 0 ? {} : { score: scores }),
    classes: Object.fromEntries(several.map(([name, { signature }]) => [name, signature.classes])),
  });
}

interface InputRow {
  readonly given: Readonly<Record<string, unknown>>;
  readonly features: Readonly<Record<string, unknown>>;
  readonly heads: Readonly<Record<string, readonly number[]>>;
  readonly score: number | null;
}

/** Of a ranking each candidate is a row. */
function inputRows({ body }: DecisionRecord): readonly InputRow[] {
  const { given, candidates } = body;
  return candidates === undefined ? [body] : candidates.map((one) => ({ ...one, given: { ...given, ...one.given } }));
}

function tableFrom(kinds: Parameters<typeof tableOf>[0], rows: readonly Readonly<Record<string, unknown>>[]): Table {
  // What stands in a receipt is cells: the contract and the features made them.
  return tableOf(kinds, rows as readonly Readonly<Record<string, Cell>>[] as readonly Row[]);
}
