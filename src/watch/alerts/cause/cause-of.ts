import { milliseconds } from "../../../kernel/index.ts";
import type { HistoryEvent } from "../../../registry/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import type { Reference } from "../../seen/seen.ts";
import { type Cause, partKey, type Symptom } from "../alert.ts";
import { feeds, rankOf, type Wiring, wiringOf } from "./feeds.ts";
import { changeBefore } from "./recent-change.ts";
import { type SickPart, sickParts } from "./sick-part.ts";
import { sharedSources } from "./source-of.ts";

/** What is known of a system when its symptoms are traced. */
export interface CauseContext {
  readonly system: SystemDefinition;
  readonly reference: Pick<Reference, "reads"> | undefined;
  /** The system's history, oldest first; of the last days is enough. */
  readonly history: readonly HistoryEvent[];
  /** By how much the start of one symptom may be misjudged against another's. Default two hours; two periods is right. */
  readonly slackMs?: number;
}

/** Parts that fell ill from one cause. */
export interface Illness {
  readonly cause: Cause;
  /** The change that it is put down to; undefined where there was none. */
  readonly change?: HistoryEvent;
  /** Where it began: the most upstream of them, several where one source or one change hit them at once. */
  readonly roots: readonly SickPart[];
  /** All of them, the roots first. */
  readonly parts: readonly SickPart[];
}

const SLACK = 2 * 3_600_000;
/** Labels tell of decisions made up to so long ago, on top of their own window: three days. */
const LINGERS = 3 * 86_400_000;

/**
 * What symptoms come from. The most upstream part that fell ill no later than the others is their cause, and everything that
 * it feeds joins it. Many inputs of one source at once are the source's; a change of what decides shortly before is named.
 */
export function causesOf(symptoms: readonly Symptom[], context: CauseContext): readonly Illness[] {
  const { slackMs = SLACK } = context;
  const wiring = wiringOf(context.system, context.reference);
  const groups = joinedToRoots(sickParts(symptoms), { wiring, slackMs });
  const sources = sharedSources(
    groups.map(({ root }) => root),
    { wiring, slackMs },
  );
  return joinedBy(groups, ({ root }) => {
    const source = sources.get(root.key);
    return source === undefined ? changeOf(root, context, slackMs) : { cause: source };
  });
}

/** The one cause of symptoms, by the illness that touches most. */
export function causeOf(symptoms: readonly Symptom[], context: CauseContext): Illness | undefined {
  const all = causesOf(symptoms, context);
  return all.toSorted((a, b) => reachOf(b) - reachOf(a) || firstOf(a) - firstOf(b))[0];
}

interface Judging {
  readonly wiring: Wiring;
  readonly slackMs: number;
}

interface Group {
  readonly root: SickPart;
  readonly members: SickPart[];
}

/** Each part with the root that explains it best: the one that touches most, of these the first. */
function joinedToRoots(parts: readonly SickPart[], judging: Judging): readonly Group[] {
  const groups: Group[] = [];
  const inOrder = parts.toSorted((a, b) => rankOf(a) - rankOf(b) || a.since - b.since);
  for (const part of inOrder) {
    const explaining = groups.filter(({ root }) => explains(root, part, judging));
    const [best] = explaining.toSorted((a, b) => b.root.reach - a.root.reach || a.root.since - b.root.since);
    if (best === undefined) groups.push({ root: part, members: [] });
    else best.members.push(part);
  }
  return groups;
}

/** Whether one part's illness can be the other's: it feeds it, and began neither after it nor an age before. */
function explains(root: SickPart, part: SickPart, { wiring, slackMs }: Judging): boolean {
  if (rankOf(root) >= rankOf(part) || !feeds(wiring, root, part)) return false;
  const newest = root.symptoms.reduce((last, { at }) => Math.max(last, at), root.since);
  return root.since <= part.since + slackMs && part.since <= newest + LINGERS + lateness(part, wiring);
}

/** How long after a decision the part can tell of it: what is learned from labels comes when their windows close. */
function lateness({ part }: SickPart, { system }: Wiring): number {
  if (!["head", "outcome", "value"].includes(part)) return 0;
  return Math.max(0, ...Object.values(system.outcomes).map(({ within }) => milliseconds(within)));
}

interface Shared {
  readonly cause: Cause;
  readonly change?: HistoryEvent;
}

/** Groups with the same shared cause become one illness; a group without keeps its own root as the cause. */
function joinedBy(groups: readonly Group[], sharedOf: (group: Group) => Shared | undefined): readonly Illness[] {
  const found = new Map<string, Illness>();
  for (const group of groups) {
    const { part, name } = group.root;
    const shared = sharedOf(group) ?? { cause: { part, name } };
    const before = found.get(partKey(shared.cause));
    const roots = [...(before?.roots ?? []), group.root];
    const others = [...(before?.parts.slice(before.roots.length) ?? []), ...group.members];
    found.set(partKey(shared.cause), { ...shared, roots, parts: [...roots, ...others] });
  }
  return [...found.values()];
}

function changeOf(root: SickPart, { history }: CauseContext, slackMs: number): Shared | undefined {
  const change = changeBefore(root, history, slackMs);
  return change === undefined ? undefined : { cause: change.cause, change: change.event };
}

/** Share of the decisions that an illness touches. */
export function reachOf({ parts }: Pick<Illness, "parts">): number {
  return parts.reduce((most, { reach }) => Math.max(most, reach), 0);
}

/** When it began. */
export function firstOf({ parts }: Pick<Illness, "parts">): number {
  return parts.reduce((first, { since }) => Math.min(first, since), Number.POSITIVE_INFINITY);
}
