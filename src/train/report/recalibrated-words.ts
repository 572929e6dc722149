import { counted, whole } from "../check/counted.ts";
import type { TaughtBy } from "../recalibrate/taught-by.ts";
import type { TrainedModel, TrainResult } from "../run/result.ts";

/** Where nothing but a calibration was learned: which model stays, and which rows taught and judged it. */
export function recalibratedSentences({ models, judged }: Pick<TrainResult, "models" | "judged">): readonly string[] {
  return models.flatMap((model) => (model.taught === undefined ? [] : [wordOne(model, model.taught, judged)]));
}

function wordOne(
  { head, id, recalibrated: from }: TrainedModel,
  taught: TaughtBy,
  { rows, days }: TrainResult["judged"],
): string {
  const on = `${counted(rows, "newer row")}${days === null ? "" : ` of ${counted(days, "day")}`}`;
  return [
    `Recalibrated, not trained: head \`${head}\` keeps ${from}, and ${id} is that under another calibration.`,
    `It is learned from ${counted(taught.rows, "labelled row")} that came after ${moment(taught.since)};`,
    `what is judged here has it from the oldest ${whole(taught.older)} of them, and is judged on ${on}.`,
    ...wordAsked(taught),
  ].join(" ");
}

function wordAsked({ asked, since }: TaughtBy): readonly string[] {
  if (asked === undefined || asked === since) return [];
  return asked > since
    ? [`Too few came since ${moment(asked)}, as was asked for: all count that came since the model learned.`]
    : [`Asked for was since ${moment(asked)}; what is not newer than that, the model had learned from.`];
}

/** `2026-06-08 14:00 UTC` */
function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
