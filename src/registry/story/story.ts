import type { Instant } from "../../kernel/index.ts";
import { type Change, OPEN_QUESTIONS } from "../../objective/index.ts";
import type { HistoryEvent } from "../history.ts";
import type { ObjectiveVersion, Signature } from "../objectives/objectives.ts";
import { declaredChanges } from "../objectives/problem-changes.ts";
import type { Release } from "../releases.ts";
import type { Run } from "../run-record.ts";
import type { TrafficPlan } from "../traffic.ts";
import { evidenceIn } from "./evidence.ts";
import { type Milestone, milestonesOf } from "./milestones.ts";
import type { Proof } from "./proof.ts";

/** Everything that a story is told from. */
export interface StoryCase {
  readonly versions: readonly ObjectiveVersion[];
  readonly signatures: readonly Signature[];
  readonly events: readonly HistoryEvent[];
  readonly runs: readonly Run[];
  readonly plans: readonly TrafficPlan[];
  readonly releases: readonly Release[];
  /** Default: nothing was proved. */
  readonly proofs?: readonly Proof[];
}

/** One version of the objective as a part of the story. */
export interface Chapter {
  readonly version: ObjectiveVersion;
  /** What is different from the version before; none for the first. */
  readonly changes: readonly Change[];
  /** What happened since the version before, which it may rest on. */
  readonly evidence: readonly string[];
  readonly signatures: readonly Signature[];
  /** Roles that the version names as approvers and that have not signed it. */
  readonly unsigned: readonly string[];
  /** Growth that nobody gave a reason for. */
  readonly creep: readonly Change[];
}

/** How a system became what it is. */
export interface Story {
  /** Oldest first; empty where no version was kept. */
  readonly chapters: readonly Chapter[];
  readonly milestones: readonly Milestone[];
  /** What happened since the last version. */
  readonly since: readonly string[];
  /** What stands open while nobody has stated the objective. */
  readonly open: readonly string[];
}

/** Tells how a system became what it is, from what was kept of it. */
export function storyOf(told: StoryCase): Story {
  const { versions, proofs = [] } = told;
  const last = versions.at(-1);
  return {
    chapters: versions.map((version, i) =>
      chapterOf(version, { ...told, before: versions[i - 1], after: versions[i + 1] }),
    ),
    milestones: milestonesOf({ ...told, proofs }),
    since: last === undefined ? [] : between(told, last.at, Infinity),
    open: last === undefined || last.objective.stated ? [] : OPEN_QUESTIONS,
  };
}

interface Around extends StoryCase {
  readonly before: ObjectiveVersion | undefined;
  readonly after: ObjectiveVersion | undefined;
}

function chapterOf(version: ObjectiveVersion, { before, after, ...told }: Around): Chapter {
  const changes = before === undefined ? [] : declaredChanges(before, version);
  const signatures = told.signatures.filter((one) => one.version === version.version);
  const roles = version.objective.stated ? version.objective.approves : [];
  return {
    version,
    changes,
    evidence: before === undefined ? [] : between(told, before.at, version.at),
    signatures,
    unsigned: roles.filter((role) => !signatures.some((one) => one.as === role)),
    creep: isExplained(version, after) ? [] : changes.filter(({ grows }) => grows),
  };
}

/** A version has a reason of its own, or the next one changes nothing else than to give it. */
function isExplained(version: ObjectiveVersion, after: ObjectiveVersion | undefined): boolean {
  if (version.why !== null) return true;
  return after !== undefined && after.why !== null && declaredChanges(version, after).length === 0;
}

/** Sentences on what ended after one time and until another. */
function between({ events, runs }: StoryCase, from: Instant, until: Instant): readonly string[] {
  const isIn = (at: Instant | null): boolean => at !== null && at > from && at <= until;
  return evidenceIn(
    events.filter(({ at }) => isIn(at)),
    runs.filter(({ endedAt }) => isIn(endedAt)),
  );
}
