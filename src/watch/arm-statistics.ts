import { type DecisionBody, isFailed } from "../records/index.ts";
import {
  addToMoments,
  countIn,
  histogramOf,
  type LogHistogram,
  type Moments,
  mergeHistograms,
  mergeMoments,
  noHistogram,
  noMoments,
  type OpenHistogram,
} from "../stats/index.ts";

/** How an arm of the traffic has done under one plan; mergeable, so that every server can count by itself. */
export interface ArmStatistics {
  readonly decisions: number;
  /** Of these, how many a model should have answered and did not. */
  readonly failed: number;
  /** How many another than the release's own models answered: an earlier version, the rule or the default. */
  readonly fellBack: number;
  /** How many said so: by action, or by label. */
  readonly says: Readonly<Record<string, number>>;
  /** Milliseconds of each. */
  readonly took: LogHistogram;
  /** Of a ranking, the mean of its candidates: their scores hang together. */
  readonly scores: LogHistogram;
}

/** Nothing seen yet. */
export const noArm: ArmStatistics = Object.freeze({
  ...{ decisions: 0, failed: 0, fellBack: 0, says: Object.freeze({}) },
  ...{ took: noHistogram, scores: noHistogram },
});

/** What is seen of a decision. */
type Seen = Pick<DecisionBody, "reasons" | "score" | "took" | "candidates" | "action" | "answer" | "level">;

/** How a shadow has done beside what was served. */
export interface ShadowStatistics extends ArmStatistics {
  /** How many of its answers were the same as those that were served. */
  readonly agreed: number;
  /** Its score less the one that was served, where both had one. */
  readonly difference: Moments;
  /** How often it was not asked although its turn had come, because decisions had no time to spare. */
  readonly shed: number;
}

/** Nothing seen yet. */
export const noShadow: ShadowStatistics = Object.freeze({ ...noArm, agreed: 0, difference: noMoments, shed: 0 });

/** Statistics that are added to. */
export interface OpenArm {
  add(body: Seen): void;
  read(): ArmStatistics;
}

/** An arm that nobody was decided in yet. */
export function openArm(): OpenArm {
  const [took, scores]: [OpenHistogram, OpenHistogram] = [new Map(), new Map()];
  const says = new Map<string, number>();
  let [decisions, failed, fellBack] = [0, 0, 0];
  return {
    add(body) {
      decisions++;
      if (isFailed(body)) failed++;
      if (isAnsweredByAnother(body)) fellBack++;
      for (const said of saidBy(body)) count(says, said);
      countIn(took, body.took);
      countIn(scores, scoreOf(body));
    },
    read: () => ({
      ...{ decisions, failed, fellBack, says: Object.fromEntries(says) },
      ...{ took: histogramOf(took), scores: histogramOf(scores) },
    }),
  };
}

/** A part of a partitioned model that is not the finest is the model all the same. */
function isAnsweredByAnother({ level }: Seen): boolean {
  return level !== undefined && level !== "parent";
}

/** More different actions and labels than this are not told apart. */
export const MOST_SAID = 64;

function count(says: Map<string, number>, said: string): void {
  if (says.has(said) || says.size < MOST_SAID) says.set(said, (says.get(said) ?? 0) + 1);
}

/** The action, or the labels; an order and a value are none. */
function saidBy({ action, answer, candidates }: Seen): readonly string[] {
  if (action !== undefined) return [action];
  if (candidates !== undefined) return [];
  if (typeof answer === "string") return [answer];
  return Array.isArray(answer) ? answer : [];
}

/** NaN where there is none. */
function scoreOf({ score, candidates }: Seen): number {
  if (candidates === undefined) return score ?? Number.NaN;
  let [sum, scored] = [0, 0];
  for (const one of candidates) {
    if (one.score === null) continue;
    sum += one.score;
    scored++;
  }
  return sum / scored;
}

/** A shadow that was not asked yet. */
export interface OpenShadow {
  add(served: DecisionBody, shadow: DecisionBody): void;
  shed(): void;
  read(): ShadowStatistics;
}

/** Compares a shadow's answers with those that were served. */
export function openShadow(): OpenShadow {
  const arm = openArm();
  let [agreed, shed] = [0, 0];
  let difference = noMoments;
  return {
    add(served, shadow) {
      arm.add(shadow);
      if (sayOf(served) === sayOf(shadow)) agreed++;
      if (served.score !== null && shadow.score !== null)
        difference = addToMoments(difference, shadow.score - served.score);
    },
    shed: () => void shed++,
    read: () => ({ ...arm.read(), agreed, difference, shed }),
  };
}

function sayOf({ action, answer }: Pick<DecisionBody, "action" | "answer">): string {
  return JSON.stringify([action ?? null, answer ?? null]);
}

/** Both together. */
export function mergeArms(a: ArmStatistics, b: ArmStatistics): ArmStatistics {
  return {
    decisions: a.decisions + b.decisions,
    failed: a.failed + b.failed,
    fellBack: a.fellBack + b.fellBack,
    says: mergeCounts(a.says, b.says),
    took: mergeHistograms(a.took, b.took),
    scores: mergeHistograms(a.scores, b.scores),
  };
}

function mergeCounts(a: ArmStatistics["says"], b: ArmStatistics["says"]): ArmStatistics["says"] {
  const counts: Record<string, number> = { ...a };
  for (const [said, times] of Object.entries(b)) counts[said] = (counts[said] ?? 0) + times;
  return counts;
}

/** Both together. */
export function mergeShadows(a: ShadowStatistics, b: ShadowStatistics): ShadowStatistics {
  return {
    ...mergeArms(a, b),
    agreed: a.agreed + b.agreed,
    difference: mergeMoments(a.difference, b.difference),
    shed: a.shed + b.shed,
  };
}
