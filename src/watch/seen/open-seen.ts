import type { Instant } from "../../kernel/index.ts";
import type {
  CandidateRecord,
  DecisionBody,
  DecisionRecord,
  EventRecord,
  OutcomeRecord,
  RefusedEventRecord,
} from "../../records/index.ts";
import {
  addToMoments,
  countIn,
  histogramOf,
  type Moments,
  noMoments,
  type OpenHistogram,
  type WeightedMoments,
} from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { openNames } from "./most-frequent.ts";
import { openEvents } from "./open-events.ts";
import { openExposure } from "./open-exposure.ts";
import { type OpenInputs, openInputs } from "./open-inputs.ts";
import { type OpenOutput, openOutput } from "./open-output.ts";
import { openSlices } from "./open-slices.ts";
import type { HealthSeen, LabelSeen, Layout, NumberLayout, Seen } from "./seen.ts";

/** What counting asks of a system. */
export type SeenSystem = Pick<SystemDefinition, "slices" | "outcomes">;

/** A period, and what is counted in it. */
export interface SeenPeriod {
  /** Milliseconds since 1970; the end does not belong to it. */
  readonly from: Instant;
  readonly to: Instant;
  readonly system: SeenSystem;
}

/** What is told of a period when it is over, beside what is counted entry by entry. */
export interface ToldLater {
  readonly labels?: Readonly<Record<string, LabelSeen>>;
  readonly value?: WeightedMoments;
  readonly health?: HealthSeen;
}

/** Counts what is seen of a system in one period. Memory is bounded, whatever the number of entries. */
export interface OpenSeen {
  /** Counts a decision; each must come once. */
  add(decision: DecisionRecord): void;
  addEvent(event: EventRecord): void;
  addRefused(event: RefusedEventRecord): void;
  /** Counts what was reported of an outcome that is a number. */
  addOutcome(outcome: OutcomeRecord): void;
  /** Counts a decision or an event whose id had come before, and nothing else of it. */
  addRepeated(): void;
  read(told?: ToldLater): Seen;
}

/** Begins a period in which nothing was seen yet. */
export function openSeen(layout: Layout, { from, to, system }: SeenPeriod): OpenSeen {
  const decisions = openDecisions(layout, system);
  const events = openEvents();
  const amounts = new Map<string, Moments>();
  let repeated = 0;
  return {
    add: decisions.add,
    addEvent: ({ body }) => events.came(body.stream),
    addRefused: ({ body }) => events.refused(body.stream, body.reasons),
    addOutcome({ body: { outcome, value } }) {
      if (system.outcomes[outcome]?.kind !== "number" || typeof value !== "number" || !Number.isFinite(value)) return;
      amounts.set(outcome, addToMoments(amounts.get(outcome) ?? noMoments, value));
    },
    addRepeated() {
      repeated++;
    },
    read: ({ labels = {}, value, health } = {}) => ({
      ...{ layout: layout.id, from, to },
      ...decisions.read(),
      ...{ events: events.read(), repeated, labels, amounts: Object.fromEntries(amounts) },
      ...(value === undefined ? {} : { value }),
      ...(health === undefined ? {} : { health }),
    }),
  };
}

type OfDecisions = Omit<
  Seen,
  "layout" | "from" | "to" | "events" | "repeated" | "labels" | "amounts" | "value" | "health"
>;

interface OpenDecisions {
  add(decision: DecisionRecord): void;
  read(): OfDecisions;
}

/** Everything that is counted of decisions. */
function openDecisions(layout: Layout, { slices: fields }: SeenSystem): OpenDecisions {
  const inputs = { fields: openInputs(layout.fields), features: openInputs(layout.features) };
  const outputs = openOutputs(layout);
  const [said, arms, fellBack, reasons] = [openNames(), openNames(), openNames(), openNames()];
  const [slices, exposure] = [openSlices(fields), openExposure()];
  const took: OpenHistogram = new Map();
  const ages = new Map<string, OpenHistogram>();
  let [decisions, acted] = [0, 0];
  return {
    add({ body }) {
      decisions++;
      if (body.acted) acted++;
      countIn(took, body.took);
      arms.add(body.arm);
      if (body.level !== undefined) fellBack.add(body.level);
      for (const what of saidIn(body)) said.add(what);
      for (const code of reasonsIn(body)) reasons.add(code);
      addInputs(inputs, body);
      outputs.add(body);
      slices.add(body);
      for (const one of body.candidates ?? []) if (one.position !== null) exposure.add(one.id);
      addAges(ages, body);
    },
    read() {
      const shown = exposure.read();
      return {
        ...{ decisions, acted, fields: inputs.fields.read(), features: inputs.features.read(), ...outputs.read() },
        ...{ said: said.read(), arms: arms.read(), fellBack: fellBack.read(), reasons: reasons.read() },
        ...{ took: histogramOf(took), slices: slices.read() },
        ...(shown === undefined ? {} : { exposure: shown }),
        ages: Object.fromEntries([...ages].map(([stream, open]) => [stream, histogramOf(open)])),
      };
    },
  };
}

/** Of a ranking nothing: what it shows is its exposure. */
function saidIn({ action, answer, candidates }: DecisionBody): readonly string[] {
  if (action !== undefined) return [action];
  if (typeof answer === "string") return [answer];
  return typeof answer === "object" && answer !== null && candidates === undefined ? answer : [];
}

/** Each code once, whether the decision has it or one of its candidates. */
function reasonsIn({ reasons, candidates }: DecisionBody): Iterable<string> {
  if (candidates === undefined) return reasons;
  return new Set([...reasons, ...candidates.flatMap((one) => one.reasons)]);
}

interface Inputs {
  readonly fields: OpenInputs;
  readonly features: OpenInputs;
}

/** Of a ranking each candidate is a row; a field that all of them share counts once. */
function addInputs({ fields, features }: Inputs, { given, features: seen, candidates }: DecisionBody): void {
  if (candidates === undefined) {
    fields.addRow(given);
    features.addRow(seen);
    return;
  }
  for (const one of candidates) features.addRow(one.features);
  for (const name of fields.names) {
    const own = Object.hasOwn(given, name) ? [] : candidates.filter((one) => Object.hasOwn(one.given, name));
    if (own.length === 0) fields.addValue(name, given[name]);
    else for (const one of candidates) fields.addValue(name, one.given[name]);
  }
}

interface OpenOutputs {
  add(body: DecisionBody): void;
  read(): Pick<Seen, "heads" | "score">;
}

function openOutputs(layout: Layout): OpenOutputs {
  const heads = Object.entries(layout.heads).map(([name, bins]: [string, NumberLayout]) => ({
    name,
    open: openOutput(bins),
  }));
  const score: OpenOutput | undefined = layout.score === undefined ? undefined : openOutput(layout.score);
  const addRow = (row: Pick<CandidateRecord, "heads" | "score">): void => {
    for (const { name, open } of heads) open.add(row.heads[name]?.[0]);
    score?.add(row.score);
  };
  return {
    add(body) {
      if (isOfRule(body)) return;
      if (body.candidates === undefined) addRow(body);
      else for (const one of body.candidates) addRow(one);
    },
    read: () => ({
      heads: Object.fromEntries(heads.map(({ name, open }) => [name, open.read()])),
      ...(score === undefined ? {} : { score: score.read() }),
    }),
  };
}

/** Whether the rule was what was to answer: then no head was asked, and none is missing. */
function isOfRule({ level, versions }: DecisionBody): boolean {
  return level === undefined && Object.keys(versions.models).length === 0;
}

function addAges(ages: Map<string, OpenHistogram>, { online }: DecisionBody): void {
  for (const [stream, age] of Object.entries(online?.ages ?? {})) {
    if (age === null) continue;
    const open = ages.get(stream) ?? new Map();
    ages.set(stream, open);
    countIn(open, age);
  }
}
