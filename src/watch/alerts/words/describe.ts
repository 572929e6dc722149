import type { Instant } from "../../../kernel/index.ts";
import type { Alert, Symptom } from "../alert.ts";
import { firstOf, type Illness, reachOf } from "../cause/cause-of.ts";
import { type AtStake, harmOf } from "./harm.ts";
import { levelOf } from "./level.ts";
import { likelyOf } from "./likely.ts";
import { stepsFor } from "./steps.ts";
import { byWeight, leadOf, whatOf } from "./what.ts";

/** What describing needs to know beside the illness. */
export interface DescribeContext {
  readonly system: string;
  /** How the system's file is named on a command line. */
  readonly file: string;
  readonly stake: AtStake;
}

/** The parts of an alert that follow from what is known of it. */
export type Described = Pick<
  Alert,
  "cause" | "level" | "what" | "likely" | "next" | "harm" | "since" | "at" | "symptoms"
>;

const MOST = 50;

/** An illness as an alert tells it. */
export function describe(illness: Illness, context: DescribeContext): Described {
  const [since, at] = [firstOf(illness), lastOf(illness)];
  const { part, name } = illness.cause;
  // Where only the loop has failed, decisions are what they were.
  const reach = part === "loop" ? 0 : reachOf(illness);
  return {
    cause: { part, name },
    level: levelOf(illness),
    what: whatOf(illness),
    likely: likelyOf(illness),
    next: nextOf(illness, { ...context, since, at }),
    harm: harmOf(reach, context.stake),
    since,
    at,
    symptoms: keptSymptoms(illness),
  };
}

function lastOf({ parts }: Illness): Instant {
  return parts.flatMap(({ symptoms }) => symptoms).reduce((last, { at }) => Math.max(last, at), 0);
}

/** Steps of what caused it: to undo a change comes before everything that its symptoms advise. */
function nextOf(
  illness: Illness,
  { system, file, since, at }: DescribeContext & { readonly since: Instant; readonly at: Instant },
): readonly string[] {
  const [from, to] = [spanTime(since), spanTime(Math.max(at, since + MINUTE))];
  const facts = { system, file, span: `${from}..${to}`, good: spanTime(since - DAY), bad: to };
  return [...new Set([...undoing(illness, { system, file }), ...stepsFor(leadOf(illness)?.kind ?? "", facts)])];
}

const MINUTE = 60_000;
const DAY = 86_400_000;

function undoing({ change }: Illness, { system, file }: Pick<DescribeContext, "system" | "file">): readonly string[] {
  const kind = change?.what.split(".")[0];
  if (kind === "plan") return [`alidade rollback ${system} --dry-run`];
  if (kind === "weights") return [`alidade weights undo ${file}`];
  return kind === "objective" ? [`alidade history ${system}`] : [];
}

/** `2026-11-20T10:00`, UTC. */
function spanTime(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16);
}

/** One for each kind and part, the root's first, then by weight. */
function keptSymptoms({ roots, parts }: Illness): readonly Symptom[] {
  const isRoot = new Set(roots.map(({ key }) => key));
  const merged = parts.flatMap(({ key, symptoms }) => mergedByKind(symptoms).map((symptom) => ({ key, symptom })));
  return merged
    .toSorted((a, b) => Number(isRoot.has(b.key)) - Number(isRoot.has(a.key)) || byWeight(a.symptom, b.symptom))
    .slice(0, MOST)
    .map(({ symptom }) => symptom);
}

/** Of several of one kind the newest words, the earliest start, the most of all else. */
function mergedByKind(symptoms: readonly Symptom[]): readonly Symptom[] {
  const kinds = new Map<string, Symptom>();
  for (const one of symptoms) {
    const key = `${one.kind} ${one.about.part} ${one.about.name}`;
    const known = kinds.get(key);
    kinds.set(key, known === undefined ? one : together(known, one));
  }
  return [...kinds.values()];
}

function together(a: Symptom, b: Symptom): Symptom {
  const newest = b.at >= a.at ? b : a;
  return {
    ...newest,
    since: Math.min(a.since, b.since),
    isBreach: a.isBreach || b.isBreach,
    reach: Math.max(a.reach, b.reach),
    strength: Math.max(a.strength, b.strength),
  };
}
