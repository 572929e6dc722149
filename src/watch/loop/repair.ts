import type { Instant } from "../../kernel/index.ts";
import type { Retrain, Trigger } from "../../system/index.ts";
import type { Loop, Repair } from "./loop.ts";
import { type DueTrigger, openAlarms, type TriggerCase } from "./triggers.ts";

/** What a base rate or a calibration that has moved raises: the same score stands for another chance. */
const OF_CALIBRATION = /^(calibration\.(gap|slope)|concept\.drifted)$/;
/** What such a move brings along by itself: another share of outcomes, and a loss that follows it. */
const BROUGHT_ALONG = /^(label\.shifted|quality\.(worse|below-reference))$/;
/** What no calibration mends, or what it cannot be learned under: inputs, scores, money, labels, another kind of loss. */
const BEYOND = /^(input|score|quality|concept|calibration|value|label|labels)\./;

/** Triggers that speak through alarms. */
const BY_ALARM: readonly Trigger["on"][] = ["alarm", "quality"];
/** The same again so soon after a recalibration, and it was no cure. */
const WEEK = 7 * 86_400_000;

/** What is known when it is decided how to repair. */
export interface RepairCase {
  readonly retrain: Pick<Retrain, "recalibrate">;
  /** Why it is time. */
  readonly due: readonly DueTrigger[];
  /** What the last loop left open. */
  readonly standing: readonly string[];
  readonly given: Pick<TriggerCase, "alarms" | "lastLoopAt" | "now">;
  readonly last: Pick<Loop, "number" | "facts" | "end" | "repair"> | null;
}

/**
 * Whether a loop first tries the cheap repair: only where all that is open may be a matter of calibration alone, and the last loop
 * has not tried just that. Pure.
 */
export function repairFor({ retrain, due, standing, given, last }: RepairCase): Repair {
  const train = (why: string): Repair => ({ kind: "train", why });
  if (!retrain.recalibrate) return train("the file lets nothing be recalibrated");
  if (due.some(({ on }) => !BY_ALARM.includes(on))) return train("more than a calibration makes it due");
  if (standing.length > 0) return leftOpen(last) ?? train("what the last loop left open takes more than a calibration");
  const open = openAlarms(given);
  const telling = open.filter(({ kind, about }) => OF_CALIBRATION.test(kind) && about.part === "head");
  const heads = [...new Set(telling.map(({ about }) => about.name))];
  if (heads.length === 0) return train("nothing that was raised is a matter of calibration");
  const beyond = open.find(({ kind }) => BEYOND.test(kind) && !OF_CALIBRATION.test(kind) && !BROUGHT_ALONG.test(kind));
  if (beyond !== undefined) return train(`no calibration mends ${beyond.kind}`);
  const before = triedBefore(last, given.now);
  if (before !== undefined) return train(before);
  const kinds = [...new Set(open.map(({ kind }) => kind).filter((kind) => BEYOND.test(kind)))];
  const since = Math.min(...telling.map(({ at, since: from = at }) => from));
  return { kind: "recalibrate", heads, since, why: `${kinds.join(", ")} may be a matter of calibration alone` };
}

/** The same once more, now that more has come, where the last loop had too little for it and for a training. */
function leftOpen(last: RepairCase["last"]): Repair | undefined {
  if (last?.repair?.kind !== "recalibrate" || last.end?.kind !== "insufficient") return undefined;
  return { ...last.repair, why: `more has come since loop ${last.number}, which had too little to tell` };
}

/** Why what was recalibrated last is not to be recalibrated again; undefined where nothing was, or long ago. */
function triedBefore(last: RepairCase["last"], now: Instant): string | undefined {
  if (last?.facts.learned !== "recalibrated" || last.end === null) return undefined;
  const { kind, at } = last.end;
  if (kind === "refused" || kind === "rolled-back" || kind === "insufficient")
    return `what loop ${last.number} had recalibrated did not prove itself`;
  const isSoon = now - at < WEEK && (kind === "champion" || kind === "unproven");
  return isSoon ? `the same comes again within a week of loop ${last.number}, which had recalibrated` : undefined;
}

/** The repair in half a sentence: `it trains, because …`. */
export function wordRepair({ why, ...repair }: Repair): string {
  const does =
    repair.kind === "recalibrate"
      ? `it recalibrates ${repair.heads.join(", ")} first, and trains where that is not enough`
      : "it trains";
  return `${does}, because ${why}`;
}
