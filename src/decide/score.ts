import type { Cell } from "../data/index.ts";
import { levelUsed, type Model, type PartitionedBody, scoreRow } from "../model/index.ts";
import { combine } from "../policy/index.ts";
import type { DecisionBody, FallbackLevel, PartRecord } from "../records/index.ts";
import type { HeadTimer, Question } from "./opening.ts";
import type { LoadedRelease } from "./serving-state.ts";

type Features = Readonly<Record<string, Cell>>;

/** What the heads said. */
export interface HeadScores {
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** By head, what its outputs are called, of those that say more than one thing. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
  /** Why heads that were asked, or would have been, did not answer themselves: whether another stood in or not. */
  readonly reasons: readonly string[];
  /** Heads that nobody could answer for. */
  readonly failed: readonly string[];
  /** By head, the earlier version that answered for it. */
  readonly instead: Readonly<Record<string, string>>;
  /** By head, the part of a partitioned model that answered, and whether it was the finest there is. */
  readonly parts: Readonly<Record<string, PartRecord & { readonly whole: boolean }>>;
}

/** How the heads are asked. */
export type Asking = Pick<Question, "skip" | "timed">;

/** Asks every head: itself, then the version before it. */
export function scoreHeads(release: LoadedRelease, features: Features, asking: Asking = {}): HeadScores {
  const heads: Record<string, readonly number[]> = {};
  const classes: Record<string, readonly string[]> = {};
  const parts: Record<string, PartRecord & { whole: boolean }> = {};
  const instead: Record<string, string> = {};
  const [failed, reasons]: [string[], string[]] = [[], []];
  for (const name of headsOf(release)) {
    const answered = askHead(name, { release, features, asking });
    reasons.push(...answered.reasons);
    if (answered.outputs === undefined) failed.push(name);
    else heads[name] = answered.outputs;
    if (answered.classes !== undefined && answered.classes.length > 0) classes[name] = answered.classes;
    if (answered.version !== undefined) instead[name] = answered.version;
    if (answered.part !== undefined) parts[name] = answered.part;
  }
  return { heads, classes, reasons, failed, instead, parts };
}

/** The heads of a release, those without a usable model included. */
function headsOf({ models, unusable }: LoadedRelease): readonly string[] {
  return [...Object.keys(models), ...Object.keys(unusable).filter((head) => !Object.hasOwn(models, head))];
}

interface Answered {
  readonly outputs?: readonly number[];
  /** What the outputs are called by the model that answered. */
  readonly classes?: readonly string[] | undefined;
  readonly reasons: readonly string[];
  readonly version?: string;
  readonly part?: PartRecord & { readonly whole: boolean };
}

interface Work {
  readonly release: LoadedRelease;
  readonly features: Features;
  readonly asking: Asking;
}

function askHead(name: string, { release, features, asking }: Work): Answered {
  const { models, previous = {} } = release;
  const why = whyNotAsked(name, release, asking);
  const model = why === undefined ? models[name] : undefined;
  const own = outputsOf(model, features, { name, timed: asking.timed });
  if (own !== undefined)
    return { outputs: own, classes: model?.signature.classes, reasons: NONE, ...partOf(model, features) };
  const reason = why ?? `fallback.head-failed:${name}`;
  const before = previous[name];
  const stood = before === undefined ? undefined : outputsOf(before.model, features, { name });
  if (before === undefined || stood === undefined) return { reasons: [reason] };
  const reasons = [reason, `fallback.previous-version:${name}`];
  const { model: earlier, version } = before;
  return { outputs: stood, classes: earlier.signature.classes, reasons, version, ...partOf(earlier, features) };
}

const NONE: readonly string[] = [];

/** Why a head's own model is not asked at all; undefined where it is. */
export function whyNotAsked(name: string, { unusable }: LoadedRelease, { skip = [] }: Asking): string | undefined {
  if (unusable[name] !== undefined) return `fallback.model-unusable:${name}`;
  return skip.includes(name) ? `fallback.head-late:${name}` : undefined;
}

const untimed: HeadTimer = (_, score) => score();

/** What a model says; undefined where it throws, or answers with what is no finite number. */
function outputsOf(
  model: Model | undefined,
  features: Features,
  { name, timed = untimed }: { readonly name: string; readonly timed?: HeadTimer | undefined },
): readonly number[] | undefined {
  if (model === undefined) return undefined;
  const outputs = attempt(() => timed(name, () => scoreRow(model, features)));
  return outputs?.every(Number.isFinite) === true ? outputs : undefined;
}

function partOf(model: Model | undefined, features: Features): Pick<Answered, "part"> {
  const used = model === undefined ? undefined : levelUsed(model, features);
  if (model === undefined || used === undefined) return {};
  return { part: { ...used, whole: used.level === (model.body as PartitionedBody).by.length } };
}

/** The weighted sum of the heads; NaN where one that has a weight is missing. */
export function combineHeads({ heads }: Pick<HeadScores, "heads">, { weights }: LoadedRelease): number {
  const single: Record<string, number> = {};
  for (const name in heads) single[name] = heads[name]?.[0] ?? Number.NaN;
  return combine(single, weights);
}

/** What a receipt says of what the heads said. */
export function whatWasSaid({
  heads,
  classes,
}: Pick<HeadScores, "heads" | "classes">): Pick<DecisionBody, "heads" | "classes"> {
  return Object.keys(classes).length === 0 ? { heads } : { heads, classes };
}

/** What heads that were not asked said. */
export const NOTHING_SAID: Pick<HeadScores, "heads" | "classes"> = { heads: {}, classes: {} };

/** What a receipt says of who answered for the heads. */
export function whoAnswered({
  instead,
  parts,
}: Pick<HeadScores, "instead" | "parts">): Pick<DecisionBody, "level" | "instead" | "parts"> {
  const level = levelOf(instead, parts);
  const recorded = Object.entries(parts).map(([head, { whole: _whole, ...part }]) => [head, part] as const);
  return {
    ...(level === undefined ? {} : { level }),
    ...(Object.keys(instead).length === 0 ? {} : { instead }),
    ...(recorded.length === 0 ? {} : { parts: Object.fromEntries(recorded) }),
  };
}

function levelOf(instead: HeadScores["instead"], parts: HeadScores["parts"]): FallbackLevel | undefined {
  if (Object.keys(instead).length > 0) return "previous";
  return Object.values(parts).some(({ whole }) => !whole) ? "parent" : undefined;
}

/** What a piece of work gives; undefined where it throws. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // A broken model must not become the caller's problem: another answers, and the receipt says which head failed.
    return undefined;
  }
}
