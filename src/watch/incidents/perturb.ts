import type { Flip, ServingState } from "../../decide/index.ts";
import { explainDecision } from "../../decide/index.ts";
import type { DecisionBody, DecisionRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { remade } from "./remake.ts";
import { quantile } from "./say-apart.ts";
import { mostFrequent } from "./tell-apart.ts";

type Input = number | string | boolean | null;

/** One input changed, everything else as it was. */
export interface Perturbed {
  readonly field: string;
  readonly from: Input;
  readonly to: Input;
  /** What it was changed to: the median, nothing, the next of the values that are usual. */
  readonly how: "median" | "missing" | "step" | "other";
  readonly answer: string;
  readonly score: number | null;
  /** Whether another answer follows. */
  readonly flips: boolean;
}

/** What one decision hangs on. */
export interface Perturbation {
  readonly decision: string;
  readonly answer: string;
  readonly score: number | null;
  /** The score from which on it is acted, and how far the score is from it; null where there is none. */
  readonly cutoff: number | null;
  readonly margin: number | null;
  /** Those that flip the answer first, then by how far they move the score. */
  readonly changes: readonly Perturbed[];
  /** The smallest change of what somebody can change that leads elsewhere; null for a ranking. */
  readonly flip: Flip | null;
}

interface PerturbCase {
  readonly system: SystemDefinition;
  readonly record: DecisionRecord;
  readonly state: ServingState;
  /** Other decisions, for what is usual. */
  readonly usual: readonly DecisionRecord[];
  /** One field alone. Default: all that were given, and all windows. */
  readonly field?: string | undefined;
}

/** Changes one input at a time, to its median, to nothing and by its usual steps, and makes the decision again. */
export function perturb({ system, record, state, usual, field }: PerturbCase): Perturbation {
  const now = remade(record, state)?.body ?? record.body;
  const inputs = inputsOf(system, record).filter(({ name }) => field === undefined || name === field);
  const changes = inputs.flatMap((input) =>
    stepsOf(input, usual).flatMap(({ to, how }): readonly Perturbed[] => {
      const body = remade(input.put(to), state)?.body;
      if (body === undefined) return [];
      const flips = answerOf(body) !== answerOf(now);
      return [{ field: input.name, from: input.value, to, how, answer: answerOf(body), score: body.score, flips }];
    }),
  );
  const moved = ({ score }: Perturbed): number => Math.abs((score ?? 0) - (now.score ?? 0));
  const cutoff = cutoffOf(state, record);
  return {
    decision: record.id,
    answer: answerOf(now),
    score: now.score,
    cutoff,
    margin: cutoff === null || now.score === null ? null : now.score - cutoff,
    changes: changes.sort((a, b) => Number(b.flips) - Number(a.flips) || moved(b) - moved(a)),
    flip: record.body.candidates === undefined ? explainDecision(record, state).flip : null,
  };
}

interface OneInput {
  readonly name: string;
  readonly value: Input;
  read(record: DecisionRecord): Input;
  put(value: Input): DecisionRecord;
}

/** What can be changed of a question: the fields that were given, but for whom and when it is about, and its windows. */
function inputsOf(system: SystemDefinition, record: DecisionRecord): readonly OneInput[] {
  const { body } = record;
  const fields = Object.keys(body.given).filter((name) => name !== system.entity && name !== system.time);
  const given = fields.map(
    (name): OneInput => ({
      name,
      value: (body.given[name] ?? null) as Input,
      read: (other) => (other.body.given[name] ?? null) as Input,
      put: (value) => ({ ...record, body: { ...body, given: { ...body.given, [name]: value } } }),
    }),
  );
  const { online } = body;
  if (online === undefined) return given;
  const windows = Object.entries(online.windows).map(
    ([key, value]): OneInput => ({
      name: key,
      value,
      read: (other) => other.body.online?.windows[key] ?? null,
      put: (changed) => ({
        ...record,
        body: { ...body, online: { ...online, windows: { ...online.windows, [key]: changed } } },
      }),
    }),
  );
  return [...given, ...windows];
}

interface Change extends Pick<Perturbed, "how"> {
  readonly to: Input;
}

const DECILES = Array.from({ length: 9 }, (_, i) => (i + 1) / 10);
const MOST_OTHERS = 8;

function stepsOf({ value, read }: OneInput, usual: readonly DecisionRecord[]): readonly Change[] {
  const values = usual.map(read).filter((one) => one !== null);
  const numbers = values.filter((one) => typeof one === "number").sort((a, b) => a - b);
  const gone: readonly Change[] = value === null ? [] : [{ to: null, how: "missing" }];
  const found = numbers.length > values.length / 2 ? numberSteps(value, numbers) : otherValues(value, values);
  return [...gone, ...found];
}

/** The median, and the next usual values below and above. */
function numberSteps(value: Input, sorted: readonly number[]): readonly Change[] {
  const median = quantile(sorted, 0.5);
  const deciles = [...new Set(DECILES.map((at) => quantile(sorted, at)))];
  const below = typeof value === "number" ? deciles.filter((one) => one < value).at(-1) : undefined;
  const above = typeof value === "number" ? deciles.find((one) => one > value) : undefined;
  const ends = [sorted[0], sorted.at(-1)].filter((one) => one !== undefined);
  const steps = [below, above].filter((one) => one !== undefined && one !== median) as number[];
  return [
    ...(median === value ? [] : [{ to: median, how: "median" as const }]),
    ...steps.map((to) => ({ to, how: "step" as const })),
    ...ends
      .filter((to) => to !== value && to !== median && !steps.includes(to))
      .map((to) => ({ to, how: "other" as const })),
  ];
}

function otherValues(value: Input, values: readonly (string | number | boolean)[]): readonly Change[] {
  const byName = new Map(values.map((one) => [String(one), one]));
  return mostFrequent(values.map(String), MOST_OTHERS)
    .filter((name) => name !== String(value))
    .map((name) => ({ to: byName.get(name) ?? name, how: "other" }));
}

/** What was answered, as a text; of a ranking its order. */
function answerOf({ action, answer }: Pick<DecisionBody, "action" | "answer">): string {
  if (action !== undefined) return action;
  return Array.isArray(answer) ? answer.join(", ") : String(answer ?? "nothing");
}

function cutoffOf(state: ServingState, { body }: DecisionRecord): number | null {
  const release = state.releases.get(body.release);
  if (release?.policy?.policy !== "act-if") return null;
  const { cutoff } = release.kind === "rule" || body.level === "rule" ? release.policy.rule : release.policy.heads;
  return Number.isFinite(cutoff) ? cutoff : null;
}
