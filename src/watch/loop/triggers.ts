import { type Instant, milliseconds } from "../../kernel/index.ts";
import type { Trigger } from "../../system/index.ts";
import type { Alarm } from "../monitors/alarm.ts";

/** What is known when somebody asks whether it is time to retrain. */
export interface TriggerCase {
  readonly when: readonly Trigger[];
  readonly now: Instant;
  /** When what serves was learned; null where nothing was learned yet. */
  readonly trainedAt: Instant | null;
  /** When the last loop began that did not fail: what was known by then has had its loop. Null where there was none. */
  readonly lastLoopAt: Instant | null;
  /** The same of loops that trained anew, for what asks how long ago that was. Default: `lastLoopAt`. */
  readonly lastTrainingAt?: Instant | null;
  /** Rows that were learned from, and outcomes that came since; null where nobody counts. */
  readonly rows: number | null;
  readonly newRows: number | null;
  /** What monitors raised; alarms from before the last loop count no more. */
  readonly alarms: readonly (Pick<Alarm, "kind" | "about" | "at" | "says"> & Partial<Pick<Alarm, "since">>)[];
  /** Version of the objective that was trained for, and the current one. */
  readonly objective: { readonly trained: number | null; readonly current: number | null };
  /** `requirements.retrain` of the objective. */
  readonly required: string | undefined;
}

type Judge<T extends Trigger["on"]> = (
  trigger: Extract<Trigger, { readonly on: T }>,
  given: TriggerCase,
) => readonly string[];

const JUDGES: { readonly [T in Trigger["on"]]: Judge<T> } = {
  schedule: ({ every }, given) => {
    const { now, lastLoopAt, lastTrainingAt = lastLoopAt } = given;
    const trainedAt = trainedBy(given);
    if (trainedAt === "ahead") return [AHEAD];
    const last = lastOf(trainedAt, lastTrainingAt);
    return last === null || now - last >= milliseconds(every)
      ? [
          last === null
            ? "no model that was trained serves yet"
            : `it is time: every ${every}, and the last was ${age(now - last)} ago`,
        ]
      : [];
  },
  data: ({ share, rows: count }, { rows, newRows }) => {
    const wanted = count ?? (rows === null || share === undefined ? null : Math.max(1, Math.ceil(rows * share)));
    if (newRows === null || wanted === null || newRows < wanted) return [];
    const of =
      rows === null || rows === 0 ? "" : `, ${percent(newRows / rows)} of the ${amount(rows)} that were learned from`;
    return [`${amount(newRows)} outcomes are new${of}`];
  },
  alarm: ({ kinds }, given) => alarmed(given, ({ kind }) => kinds.some((wanted) => fits(kind, wanted))),
  quality: ({ heads }, given) =>
    alarmed(
      given,
      ({ kind, about }) =>
        /^(quality|calibration)\./.test(kind) &&
        (heads.length === 0 || about.part !== "head" || heads.includes(about.name)),
    ),
  value: (_trigger, given) => alarmed(given, ({ kind }) => kind.startsWith("value.")),
  objective: (_trigger, { objective: { trained, current } }) =>
    trained === null || current === null || current <= trained
      ? []
      : [`the objective is at version ${current}, and what serves was trained for version ${trained}`],
  requirement: (_trigger, given) => {
    const { required, now } = given;
    const trainedAt = trainedBy(given);
    if (required === undefined || trainedAt === null) return [];
    if (trainedAt === "ahead") return [AHEAD];
    return now - trainedAt < milliseconds(required)
      ? []
      : [`the objective requires a model no older than ${required}, and this one is ${age(now - trainedAt)} old`];
  },
};

const AHEAD = "what serves was trained on a clock that was ahead, and nobody knows when";

/** When what serves was trained; where that lies in the future of the clock, as old as the last loop at least. */
function trainedBy({ trainedAt, now, lastLoopAt, lastTrainingAt = lastLoopAt }: TriggerCase): Instant | null | "ahead" {
  return trainedAt === null || trainedAt <= now ? trainedAt : (lastTrainingAt ?? "ahead");
}

/**
 * Why it is time to retrain, a sentence for each trigger that says so; none: it is not. Pure: the same case gives the same
 * sentences.
 */
export function dueTriggers(given: TriggerCase): readonly string[] {
  return [...new Set(dueByTrigger(given).map(({ why }) => why))];
}

/** A trigger that is due, and one reason why. */
export interface DueTrigger {
  readonly on: Trigger["on"];
  readonly why: string;
}

/** The same, each with the trigger that says so. */
export function dueByTrigger(given: TriggerCase): readonly DueTrigger[] {
  return given.when.flatMap((trigger) =>
    (JUDGES[trigger.on] as Judge<Trigger["on"]>)(trigger, given).map((why) => ({ on: trigger.on, why })),
  );
}

/** What was raised and has had no loop yet. */
export function openAlarms({
  alarms,
  lastLoopAt,
  now,
}: Pick<TriggerCase, "alarms" | "lastLoopAt" | "now">): TriggerCase["alarms"] {
  const since = lastLoopAt ?? Number.NEGATIVE_INFINITY;
  return alarms.filter(({ at }) => at > since && at <= now);
}

/** Sentences that one trigger gives at most: a thousand alarms of one cause are one reason. */
const MOST = 3;

function alarmed(given: TriggerCase, isMeant: (alarm: TriggerCase["alarms"][number]) => boolean): readonly string[] {
  const found = openAlarms(given).filter(isMeant);
  const said = found.slice(0, MOST).map(({ kind, says }) => `${kind}: ${says}`);
  return found.length > MOST ? [...said, `and ${found.length - MOST} more alarms of that kind`] : said;
}

function fits(kind: string, wanted: string): boolean {
  return wanted.endsWith(".*") ? kind.startsWith(wanted.slice(0, -1)) : kind === wanted;
}

function lastOf(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function age(ms: number): string {
  const days = ms / 86_400_000;
  return days >= 2 ? `${Math.floor(days)} days` : `${Math.max(0, Math.round(ms / 3_600_000))} h`;
}

function amount(n: number): string {
  return n.toLocaleString("en-US");
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
