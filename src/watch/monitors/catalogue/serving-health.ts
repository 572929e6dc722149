import { numberParam, type Param, type ParamValues } from "../../../kernel/index.ts";
import { countAbove, histogramQuantile, histogramTotal, shareAtLeast, shareEvidence } from "../../../stats/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { either } from "../evidence/combine.ts";
import { measureShare, shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { addMemory, type MemoryState, memoryGrowth, noMemory } from "../followed/memory-growth.ts";
import { costGoal, costOfThousand } from "../followed/running-cost.ts";
import { brokenRule, burnOf, remembered, type Served } from "../followed/uptime.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

export interface HealthState {
  readonly followed: Followed;
  readonly served: readonly Served[];
  readonly memory: MemoryState;
}

type Declared = Readonly<Record<"available" | "growth" | "costPerHour" | "mostPerThousand", Param<number>>>;

const PARAMS: Declared = {
  available: numberParam(0.999, {
    ...{ min: 0.5, max: 1, openMax: true },
    doc: "The share of time, and of requests in it, in which the server is to be of use; what is left is the error budget.",
  }),
  growth: numberParam(0.5, {
    ...{ min: 0.05, max: 100 },
    doc: "By which part memory may grow beyond what a server held in its first day of periods.",
  }),
  costPerHour: numberParam(0, {
    min: 0,
    doc: "What running costs an hour, in the objective's currency. Default: as the metric `costPerThousand` of the objective says.",
  }),
  mostPerThousand: numberParam(0, {
    min: 0,
    doc: "What a thousand decisions may cost at most. Default: the threshold of that metric, or no limit.",
  }),
};
type Settings = ParamValues<Declared>;

/** Latency, errors, refused requests, uptime and error budget, memory, and what a thousand decisions cost. */
export const servingHealth: Monitor<Declared, HealthState> = defineMonitor({
  about: "latency, errors, refused requests, error budget, memory, and what decisions cost to serve",
  kinds: [
    "latency.over-limit",
    "latency.risen",
    "errors.risen",
    "requests.refused",
    "uptime.budget-burning",
    "memory.growing",
    "cost.over-limit",
  ],
  params: PARAMS,
  restartsWithReference: false,
  start: (): HealthState => ({ followed: {}, served: [], memory: noMemory }),
  step(state, period, { context, params }) {
    const { followed, heard } = follow(state.followed, { ...context, from: period.from }, [
      ...latencySubject(period, context),
      ...errorSubject(period, context),
      ...refusedSubject(period, context),
    ]);
    const served = remembered(state.served, period);
    const memory = period.health === undefined ? state.memory : addMemory(state.memory, period.health.memory);
    const next: HealthState = { followed, served, memory };
    const own =
      period.health === undefined
        ? []
        : [
            ...uptimeReading(next, context, params),
            ...memoryReading(next, context, params),
            ...costReading(next, context, params),
          ];
    const took = { kinds: ["latency.risen"], of: "decisions", n: histogramTotal(period.took), least: FEWEST_TIMED };
    return {
      counted: [took],
      state: next,
      readings: [...guardReading(period, context), ...heard.flatMap(readingsOfHeard), ...own],
    };
  },
});

const about = ({ system: { name } }: MonitorContext) => ({ part: "server", name }) as const;

/** Chance breaks a limit that is kept in one look of a million. */
const HARDLY = 1e-6;
const MOST_EVIDENCE = 500;
/** What is kept is no evidence of anything. */
const NONE = Math.log(0.5);

const ms = (value: number): string => `${wordNumber(value)} ms`;

function wordLatency(took: Seen["took"]): string {
  const of = [0.5, 0.95, 0.99].map((part) => wordNumber(histogramQuantile(took, part) ?? 0));
  return `p50 ${of[0]}, p95 ${of[1]}, p99 ${of[2]} ms`;
}

/** The latency that the objective guards: more than one in a hundred decisions may not be slower. */
function guardReading(period: Seen, context: MonitorContext): readonly Reading[] {
  const guard = context.system.objective.guardrails.find(({ guardrail }) => guardrail === "latency");
  const n = histogramTotal(period.took);
  if (guard === undefined || n === 0) return [];
  const slow = countAbove(period.took, guard.p99Ms);
  const above = slow > 0.01 * n ? Math.min(MOST_EVIDENCE, shareEvidence(slow, n, 0.01)) : Number.NEGATIVE_INFINITY;
  return [
    {
      ...{ kind: "latency.over-limit", about: about(context), unit: "ms", reach: slow / n },
      ...{ value: histogramQuantile(period.took, 0.99) ?? null, expected: [0, guard.p99Ms] },
      ...{ evidence: either(0, above), isBreach: shareAtLeast(slow, n, HARDLY) > 0.01 },
      says: `${wordShare(slow / n)} of the decisions take longer than the ${ms(guard.p99Ms)} that 99% are to keep: ${wordLatency(period.took)}`,
    },
  ];
}

/** Of fewer decisions nobody knows how slow the slowest are. */
const FEWEST_TIMED = 20;

/** p95 as a logarithm: buckets are a tenth wide, and the rank of few decisions is not sharp, the less so where tails are long. */
function latencySubject({ took }: Seen, context: MonitorContext): readonly Subject[] {
  const n = histogramTotal(took);
  const p95 = histogramQuantile(took, 0.95);
  if (p95 === undefined || p95 <= 0 || n < FEWEST_TIMED) return [];
  const sharp = Math.sqrt((0.95 * 0.05) / n);
  const [low = p95, high = p95] = [0.95 - sharp, 0.95 + sharp].map((part) => histogramQuantile(took, part));
  const variance = 0.05 ** 2 + Math.max(4 / n, (0.5 * Math.log(high / low)) ** 2);
  return [
    {
      ...{ key: "latency", measure: { value: Math.log(p95), variance }, guess: 0.1, side: "above" },
      shown: Math.exp,
      reading: ({ usual }) => ({
        ...{ kind: "latency.risen", about: about(context), unit: "ms", reach: 0.05 },
        says: `95% of the decisions take at most ${ms(p95)}${wordUsual(usual, ms)}: ${wordLatency(took)}`,
      }),
    },
  ];
}

function errorSubject({ health }: Seen, context: MonitorContext): readonly Subject[] {
  const measure =
    health === undefined ? undefined : measureShare(Math.min(health.failed, health.requests), health.requests);
  if (measure === undefined) return [];
  return [
    {
      ...{ key: "errors", measure, guess: 0.02, side: "above", shown: shareAt },
      reading: ({ value, usual }) => ({
        ...{ kind: "errors.risen", about: about(context), unit: "share", reach: value },
        says: `${wordShare(value)} of the requests failed${wordUsual(usual, wordShare)}`,
      }),
    },
  ];
}

/** What breaks the contract is refused before it is a decision: nothing else that is watched sees it. */
function refusedSubject({ health }: Seen, context: MonitorContext): readonly Subject[] {
  const measure =
    health === undefined ? undefined : measureShare(Math.min(health.refused, health.requests), health.requests);
  if (measure === undefined) return [];
  return [
    {
      ...{ key: "refused", measure, guess: 0.02, side: "above", shown: shareAt },
      reading: ({ value, usual }) => ({
        ...{ kind: "requests.refused", about: about(context), unit: "share", reach: value },
        says: `${wordShare(value)} of the requests were refused: they do not say what the contract asks for${wordUsual(usual, wordShare)}`,
      }),
    },
  ];
}

function uptimeReading({ served }: HealthState, context: MonitorContext, { available }: Settings): readonly Reading[] {
  const rule = brokenRule(served, available);
  const { lost } = burnOf(served, available);
  const now = burnOf(served.slice(-1), available);
  const over =
    rule === undefined
      ? ""
      : `; at ${wordNumber(rule.rate)} times what it may, over ${wordNumber(rule.longMs / 3_600_000)} hours`;
  return [
    {
      ...{
        kind: "uptime.budget-burning",
        about: about(context),
        unit: "share",
        evidence: NONE,
        isBreach: rule !== undefined,
      },
      ...{ value: 1 - lost, expected: [available, 1], reach: Math.min(1, now.lost) },
      says: `the server was of use ${wordShare(1 - lost)} of the last three days, where ${wordShare(available)} is declared, and uses up ${wordNumber(now.rate)} times its error budget${over}`,
    },
  ];
}

function memoryReading({ memory }: HealthState, context: MonitorContext, { growth }: Settings): readonly Reading[] {
  const found = memoryGrowth(memory, growth);
  if (found === undefined) return [];
  const megabytes = (bytes: number): string => `${wordNumber(bytes / 2 ** 20)} MB`;
  return [
    {
      ...{ kind: "memory.growing", about: about(context), unit: "bytes", reach: 1, evidence: found.evidence },
      ...{ value: memory.last, expected: [0, found.most] },
      says: `the server holds ${megabytes(memory.last)}, where it held ${megabytes(found.usual)} in its first day of periods`,
    },
  ];
}

function costReading({ served }: HealthState, context: MonitorContext, params: Settings): readonly Reading[] {
  const { objective } = context.system;
  const goal = costGoal({ costPerHour: params.costPerHour, most: params.mostPerThousand }, objective);
  const cost = goal === undefined ? undefined : costOfThousand(served, goal.perHour);
  if (goal === undefined || cost === undefined) return [];
  const money = (value: number): string => `${wordNumber(value)} ${objective.currency}`;
  const limit = goal.most === undefined ? "" : `, where ${money(goal.most)} is the most`;
  return [
    {
      ...{ kind: "cost.over-limit", about: about(context), unit: objective.currency, reach: 1, evidence: NONE },
      ...{
        value: cost,
        expected: goal.most === undefined ? null : [0, goal.most],
        isBreach: cost > (goal.most ?? Infinity),
      },
      says: `a thousand decisions cost ${money(cost)} to serve over the last day${limit}`,
    },
  ];
}
