import { contract, csv, flag, number, text, time } from "../../../data/index.ts";
import { rng } from "../../../kernel/index.ts";
import { assumed, moneySaved } from "../../../objective/index.ts";
import { actIf } from "../../../policy/index.ts";
import { noHistogram } from "../../../stats/index.ts";
import { binary, on, type SystemDefinition, stream } from "../../../system/index.ts";
import { numberLayout } from "../../seen/bins-of-numbers.ts";
import { openInputs } from "../../seen/open-inputs.ts";
import { openOutput } from "../../seen/open-output.ts";
import type { InputLayout, Layout, Reference, Seen } from "../../seen/seen.ts";

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;
/** A Monday. */
export const MONDAY: number = Date.UTC(2026, 0, 5);

const visit = contract({ customer: number({ integer: true }), at: time() });
const visits = stream({ contract: visit, source: csv("visits.csv"), entity: "customer", time: "at" });

/** A shop with so many fields, each of them a feature; the last two are texts. */
export function shopWith(
  fields: number,
  of: { readonly monitors?: SystemDefinition["monitors"] } = {},
): SystemDefinition {
  const names = Array.from({ length: fields }, (_, i) => `f${i}`);
  const columns = Object.fromEntries(names.map((name, i) => [name, i < fields - 2 ? number() : text()]));
  const shop = contract({
    customer: number({ integer: true }),
    at: time(),
    left: flag({ known: "after" }),
    ...columns,
  });
  const h = on(shop, { streams: { visits } });
  const features = h.features((r) => {
    const row = r as unknown as Record<string, typeof r.customer>;
    return Object.fromEntries(names.map((name) => [name, row[name]])) as Record<string, typeof r.customer>;
  });
  return h.system({
    ...{ name: "shop", source: csv("shop.csv"), entity: "customer", time: "at", features, ...of },
    objective: {
      ...{ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2027-12-31", currency: "USD" },
      ...{ payoff: { call: { yes: 100, no: 0 }, rest: { yes: 0, no: 0 } }, cost: { call: 10 } },
      ...{ effect: assumed(0.5, [0.2, 0.6]), asked: "sales", approves: ["finance"] },
    },
    outcomes: { left: h.outcome({ within: "30d", history: (r) => r.left, changedByActing: true }) },
    rule: (f: typeof features) => features.f0?.atLeast(2) ?? f,
    heads: { risk: binary({ label: "left", learner: { learner: "logistic", params: {} } }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
  } as never);
}

/** What is done to a period: to each value of a field, to the decisions, to what the head says. */
export interface Fault {
  readonly value?: (name: string, value: number | string, draw: () => number) => number | string | null;
  readonly traffic?: number;
  readonly head?: (output: number, draw: () => number) => number;
  readonly repeated?: number;
  readonly refused?: number;
  readonly ageMs?: number;
}

export interface World {
  readonly reference: Reference;
  /** The period of that number, an hour or a day long; as it would have been, but for the fault. */
  period(p: number, fault?: Fault): Seen;
}

/** How alive a quiet shop is. */
export interface WorldOptions {
  readonly seed: number;
  readonly fields: number;
  /** Decisions in a period, on average. Default 120. */
  readonly decisions?: number;
  readonly periodMs?: number;
}

/**
 * A shop in which nothing is wrong: hours and weekdays differ, every day is a little its own and resembles the one before, with
 * heavy tails; values have heavy tails too, and traffic grows by half in a quarter.
 */
export function quietWorld({ seed, fields, decisions = 120, periodMs = HOUR }: WorldOptions): World {
  const world = rng({ seed, purpose: "world" });
  const columns = Array.from({ length: fields }, (_, i) => columnOf(i, fields, world));
  const draw = fastDraws(seed);
  const perDay = DAY / periodMs;
  const days = new Map<number, readonly Moods[]>();
  const moodsAt = (day: number): readonly Moods[] => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const before = day <= 0 ? undefined : moodsAt(day - 1);
    const random = rng({ seed, unit: day, purpose: "day" });
    const made = [...columns, columns[0] as Column].map((_, i) => ({
      day: 0.6 * (before?.[i]?.day ?? 0) + 0.8 * heavy(random),
    }));
    days.set(day, made);
    return made;
  };
  const layoutValues = columns.map((column) => Array.from({ length: 4_000 }, () => column.value(0, draw)));
  const layouts = Object.fromEntries(columns.map(({ name }, i) => [name, layoutFor(layoutValues[i] ?? [])] as const));
  const headValues = Array.from({ length: 4_000 }, (_, row) =>
    headOf(columns.map((_, i) => layoutValues[i]?.[row] ?? 0)),
  );
  const layout: Layout = {
    ...{ id: `lay_${seed}`, fields: layouts, features: layouts, heads: { risk: numberLayout(headValues) } },
    score: numberLayout(headValues),
  };
  const shape = { layout, columns, draw };
  const reference: Reference = {
    ...{ id: `ref_${seed}`, from: "training", layout },
    seen: countPeriod(shape, { from: MONDAY - DAY, to: MONDAY, n: 4_000, moves: columns.map(() => 0), fault: {} }),
    importance: Object.fromEntries(columns.map(({ name }, i) => [name, 2 ** -Math.min(i, 8) / 2])),
    reads: Object.fromEntries(columns.map(({ name }) => [name, [name]])),
  };
  return {
    reference,
    period(p, fault = {}) {
      const day = Math.floor(p / perDay);
      const moods = moodsAt(day);
      const hour = ((p % perDay) / perDay) * 24;
      const weekend = day % 7 >= 5 ? 1 : 0;
      const swing = perDay === 1 ? 1 : 1 + 0.8 * Math.sin((2 * Math.PI * (hour - 9)) / 24);
      const mood = moods.at(-1)?.day ?? 0;
      const usual = decisions * swing * (1 - 0.35 * weekend) * (1 + p / perDay / 180) * Math.exp(0.06 * mood);
      const n = Math.max(0, Math.round((fault.traffic ?? 1) * usual + Math.sqrt(usual) * normalFrom(draw)));
      const moves = columns.map(
        ({ season, sd }, i) =>
          season * Math.sin((2 * Math.PI * hour) / 24 + i) + season * weekend + sd * (moods[i]?.day ?? 0),
      );
      const from = MONDAY + p * periodMs;
      return countPeriod(shape, { from, to: from + periodMs, n, moves, fault });
    },
  };
}

interface Moods {
  readonly day: number;
}

interface Column {
  readonly name: string;
  readonly season: number;
  readonly sd: number;
  readonly value: (move: number, draw: () => number) => number | string;
}

const CITIES = ["Oslo", "Rome", "Lima", "Bonn", "Cork", "Nice"];

/** Every third number is normal, one has Student tails, one is a price; texts are cities, or two values of which one is rare. */
function columnOf(i: number, fields: number, world: ReturnType<typeof rng>): Column {
  const of = { name: `f${i}`, season: 0.3 * world.uniform(), sd: 0.02 + 0.06 * world.uniform() };
  if (i >= fields - 2)
    return {
      ...of,
      value: (move, draw) => CITIES[Math.floor(6 * Math.min(0.999, draw() ** (1 + Math.abs(move))))] ?? "Oslo",
    };
  const tails = i % 3;
  const scale = tails === 2 ? 40 : 1;
  return {
    ...of,
    value(move, draw) {
      const z = normalFrom(draw) + move;
      if (tails === 0) return 10 + z;
      return tails === 1 ? z / Math.sqrt(0.2 + draw()) : scale * Math.exp(0.7 * z);
    },
  };
}

/** Student with six degrees of freedom, of variance 1. */
function heavy(random: ReturnType<typeof rng>): number {
  let square = 0;
  for (let i = 0; i < 6; i++) square += random.normal() ** 2;
  return (random.normal() / Math.sqrt(square / 6)) * Math.sqrt(4 / 6);
}

/** Uniform numbers, fast. Marsaglia. Xorshift RNGs. 2003. */
function fastDraws(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function normalFrom(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

function layoutFor(values: readonly (number | string)[]): InputLayout {
  const texts = values.filter((one) => typeof one === "string");
  if (texts.length > 0) return { kind: "text", values: [...new Set(texts)].sort() };
  return numberLayout(values as readonly number[]);
}

function headOf(row: readonly (number | string | null)[]): number {
  const [a, b] = [row[0], row[1]].map((one) => (typeof one === "number" ? one : 10));
  return 1 / (1 + Math.exp(2 - ((a ?? 10) - 10) - 0.2 * Math.max(-5, Math.min(5, b ?? 0))));
}

interface Counting {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly moves: readonly number[];
  readonly fault: Fault;
}

function countPeriod(
  {
    layout,
    columns,
    draw,
  }: { readonly layout: Layout; readonly columns: readonly Column[]; readonly draw: () => number },
  { from, to, n, moves, fault }: Counting,
): Seen {
  const inputs = openInputs(layout.fields);
  const head = openOutput(layout.heads.risk ?? { kind: "number", edges: [] });
  for (let row = 0; row < n; row++) {
    const values = columns.map(({ name, value }, i) => {
      const drawn = value(moves[i] ?? 0, draw);
      const given = draw() < 0.01 ? null : fault.value === undefined ? drawn : fault.value(name, drawn, draw);
      inputs.addValue(name, given);
      return given;
    });
    const output = headOf(values);
    head.add(fault.head === undefined ? output : fault.head(output, draw));
  }
  const [fields, outputs] = [inputs.read(), head.read()];
  const came = Math.round(n * 1.5);
  return {
    ...{
      layout: layout.id,
      from,
      to,
      decisions: n,
      fields,
      features: fields,
      heads: { risk: outputs },
      score: outputs,
    },
    ...{ acted: 0, said: {}, arms: {}, fellBack: {}, reasons: {}, took: noHistogram, slices: {} },
    ages: { visits: ageHistogram(fault.ageMs ?? 3 * HOUR, n) },
    events: { visits: { came, refused: { "at: must be a time": Math.round(came * (fault.refused ?? 0.002)) } } },
    ...{ repeated: Math.round(n * (fault.repeated ?? 0.003)), labels: {}, amounts: {} },
  };
}

/** Half of them about as old as that. */
function ageHistogram(medianMs: number, n: number): Seen["ages"][string] {
  const bucket = (ms: number): number =>
    Math.ceil(Math.log(ms) / Math.log(1.1)) + Math.ceil(Math.log(1e9) / Math.log(1.1)) + 1;
  const part = Math.floor(n / 3);
  return { counts: { [bucket(medianMs / 2)]: part, [bucket(medianMs)]: n - 2 * part, [bucket(medianMs * 2)]: part } };
}
