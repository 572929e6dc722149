import { type Cell, type Kind, type Table, tableOf } from "../../data/index.ts";
import type { DecisionBody, DecisionRecord } from "../../records/index.ts";
import type { HeldHead } from "./labels/held-labels.ts";
import { layoutOf } from "./layout.ts";
import { openSeen, type SeenSystem, type ToldLater } from "./open-seen.ts";
import { referenceOf } from "./reference.ts";
import type { Layout, Reference, Seen } from "./seen.ts";

export const HOUR = 3_600_000;
/** Midnight, the first of January 2026. */
export const START: number = Date.UTC(2026, 0, 1);

/** Decisions column by column, all equally long; a member that is left out is the same for all. */
export interface MadeUpColumns {
  readonly fields?: Readonly<Record<string, readonly Cell[]>>;
  readonly features?: Readonly<Record<string, readonly Cell[]>>;
  /** First outputs; null where a head failed. */
  readonly heads?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly score?: readonly (number | null)[];
  /** Default: none. */
  readonly acted?: readonly boolean[];
  /** Default `"act"` or `"wait"`, as `acted` says. */
  readonly action?: readonly string[];
  /** Anything else of single decisions. */
  readonly more?: readonly Partial<DecisionBody>[];
}

/** A period: by default the hour from {@link START} on. */
export interface MadeUpPeriod {
  readonly from?: number;
  readonly to?: number;
}

const SYSTEM: SeenSystem = { slices: [], outcomes: {} };

/** Decisions made of columns, evenly over the period. */
export function madeUpDecisions(columns: MadeUpColumns, period: MadeUpPeriod = {}): readonly DecisionRecord[] {
  const { from = START, to = from + HOUR } = period;
  const count = rowsOf(columns);
  return Array.from({ length: count }, (_, i) => decisionAt(columns, i, from + Math.floor(((to - from) * i) / count)));
}

function rowsOf({ fields, features, heads, score, acted, action, more }: MadeUpColumns): number {
  const named = [fields, features, heads].flatMap((one) => Object.values(one ?? {}));
  return Math.max(0, ...[...named, score, acted, action, more].map((one) => one?.length ?? 0));
}

function decisionAt(columns: MadeUpColumns, i: number, at: number): DecisionRecord {
  const acted = columns.acted?.[i] ?? false;
  const row = (of: Readonly<Record<string, readonly unknown[]>> = {}): Record<string, unknown> =>
    Object.fromEntries(Object.entries(of).map(([name, values]) => [name, values[i] ?? null]));
  const heads = Object.entries(columns.heads ?? {}).flatMap(([name, outputs]) => {
    const output = outputs[i] ?? null;
    return output === null ? [] : [[name, [output]] as const];
  });
  const body = {
    ...{ system: "made-up", plan: "p", arm: "champion", purpose: "champion", eligible: false, release: "r" },
    versions: { models: { any: "m" }, weights: "w", policy: "p", contract: "c" },
    ...{ given: row(columns.fields), features: row(columns.features), heads: Object.fromEntries(heads) },
    ...{ score: columns.score?.[i] ?? null, action: columns.action?.[i] ?? (acted ? "act" : "wait"), acted },
    ...{ propensity: 1, reasons: [], took: 1 },
    ...columns.more?.[i],
  } as DecisionBody;
  return { v: 1, kind: "decision", id: `${at}/${i}`, at, subject: `${i}`, body };
}

/** The bins for columns that are thought to be all right. */
export function madeUpLayout({ fields, features, heads = {}, score }: MadeUpColumns): Layout {
  const numbers = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);
  return layoutOf({
    ...{ fields: tableFrom(fields), features: tableFrom(features) },
    heads: Object.fromEntries(Object.entries(heads).map(([name, outputs]) => [name, numbers(outputs)])),
    ...(score === undefined ? {} : { score: numbers(score) }),
  });
}

function tableFrom(columns: Readonly<Record<string, readonly Cell[]>> = {}): Table {
  const kinds = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, kindOf(cells)]));
  const rows = Math.max(0, ...Object.values(columns).map((cells) => cells.length));
  return tableOf(
    kinds,
    Array.from({ length: rows }, (_, i) =>
      Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[i] ?? null])),
    ),
  );
}

function kindOf(cells: readonly Cell[]): Kind {
  const found = cells.find((one) => one !== null);
  if (typeof found === "string") return "text";
  return typeof found === "boolean" ? "flag" : "number";
}

/** What is seen of made-up decisions in the bins of a layout; `told` adds labels, value and health. */
export function madeUpSeen(
  layout: Layout,
  columns: MadeUpColumns,
  { from = START, to = from + HOUR, system = SYSTEM, ...told }: MadeUpPeriod & ToldLater & { system?: SeenSystem } = {},
): Seen {
  const open = openSeen(layout, { from, to, system });
  for (const decision of madeUpDecisions(columns, { from, to })) open.add(decision);
  return open.read(told);
}

/** A reference from columns; each feature reads the field of its name, and all matter alike unless `importance` says otherwise. */
export function madeUpReference(
  columns: MadeUpColumns,
  {
    importance,
    labels = {},
  }: {
    readonly importance?: Readonly<Record<string, number>>;
    /** By head, 0 or 1 for each row of its outputs. */
    readonly labels?: Readonly<Record<string, readonly number[]>>;
  } = {},
): Reference {
  const { features = {}, heads = {}, score } = columns;
  const nodes = Object.keys(features).map((name) => [name, { op: "field", name, kind: kindOf(features[name]!) }]);
  const held = Object.entries(heads).map(([name, outputs]): [string, HeldHead] => [
    name,
    {
      ...{ outputs: Float64Array.from(outputs, (one) => one ?? 0), classes: [], isProbability: true },
      ...(labels[name] === undefined ? {} : { labels: Float64Array.from(labels[name]) }),
    },
  ]);
  return referenceOf({
    ...{ system: "made-up", models: { made: "up" }, at: START - HOUR },
    ...{ fields: tableFrom(columns.fields), features: tableFrom(features), heads: Object.fromEntries(held) },
    ...(score === undefined ? {} : { score: Float64Array.from(score, (one) => one ?? Number.NaN) }),
    importance: importance === undefined ? [] : [importance],
    nodes: Object.fromEntries(nodes) as never,
  });
}
