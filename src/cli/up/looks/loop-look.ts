import { milliseconds } from "../../../kernel/index.ts";
import { formatDuration } from "../../../report/index.ts";
import type { Retrain, Trigger } from "../../../system/index.ts";
import { type LoopBook, mayBegin, type TriggerFacts, wordTime } from "../../../watch/index.ts";
import { lastTraining } from "../../loop/when-next.ts";
import type { LoopLook } from "../look.ts";

export interface LoopCase {
  readonly book: LoopBook;
  /** Whether loops begin by themselves here. */
  readonly isOn: boolean;
  readonly retrain: Retrain;
  /** What the triggers are judged by; undefined where that could not be read. */
  readonly facts: TriggerFacts | undefined;
  readonly now: number;
}

/** Where the loop of a system stands, and what begins the next one. */
export function loopLook({ book, isOn, retrain, facts, now }: LoopCase): LoopLook {
  const may = mayBegin(book, retrain, { now, asked: false });
  const rests = may.may || may.from === null ? [] : [`not before ${wordTime(may.from)}`];
  const next = facts === undefined ? [] : retrain.when.flatMap((trigger) => wordTrigger(trigger, { book, facts, now }));
  return { isOn, book, perMonth: retrain.budget.perMonth, next: isOn ? [...rests, ...next] : [] };
}

type Given = Pick<LoopCase, "book" | "now"> & { readonly facts: TriggerFacts };

function wordTrigger(trigger: Trigger, { book, facts, now }: Given): readonly string[] {
  if (trigger.on === "schedule") {
    const last = lastTraining(book, { trainedAt: facts.trainedAt, now });
    const left = (last ?? Number.NEGATIVE_INFINITY) + milliseconds(trigger.every) - now;
    return [left <= 0 ? "schedule: now" : `schedule: in ${formatDuration(left)}`];
  }
  if (trigger.on === "data") {
    const { rows, newRows } = facts;
    const wanted = trigger.rows ?? (rows === null ? null : Math.ceil(rows * (trigger.share ?? 0)));
    return newRows === null || wanted === null ? [] : [`new outcomes: ${newRows} of ${wanted}`];
  }
  if (trigger.on === "alarm") return [`alarm: ${trigger.kinds.join(", ")}`];
  return [WORDS[trigger.on]];
}

const WORDS: Readonly<Record<Exclude<Trigger["on"], "schedule" | "data" | "alarm">, string>> = {
  quality: "alarm: quality, calibration",
  value: "alarm: value",
  objective: "another objective",
  requirement: "the age that the objective requires",
};
