import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

const LATER = "Ask again when more labelled rows have come, or train it: `alidade train`.";
const TRAIN = "Train it: `alidade train`.";

/** Why a head cannot have another calibration alone. Stable, for programs. */
export type NotRecalibratedReason =
  | "head-undeclared"
  | "not-served"
  /** It is another head that cannot keep its model beside those that are recalibrated. */
  | "other-not-kept"
  | "not-binary"
  | "calibration-none"
  | "declared-otherwise"
  | "features-gone"
  /** Which rows came since it was trained cannot be told. */
  | "since-unknown"
  | "rows-too-few"
  | "labels-too-few"
  /** It has learned from rows that it would be judged on. */
  | "rows-seen"
  /** Of how it tells cases apart: not kept, too few rows to tell, worse than it was. */
  | "order-unknown"
  | "order-uncertain"
  | "order-lost"
  | "nothing-better";

/** What to do next, by the reason. */
const NEXT: Readonly<Record<NotRecalibratedReason, string>> = {
  "head-undeclared": "Name heads that the file declares, or train them all: `alidade train`.",
  "not-served": "Train it, and release what passes its gate: `alidade train`.",
  "other-not-kept": "Train all heads together: `alidade train`.",
  "not-binary": TRAIN,
  "calibration-none": "Give it a `calibration` in the file and train it: `alidade train`.",
  "declared-otherwise": "Train it as it is declared now: `alidade train`.",
  "features-gone": "Train it on the features that the file has now: `alidade train`.",
  "since-unknown": "Let the file name a `time`, and train it: `alidade train`.",
  "rows-too-few": LATER,
  "labels-too-few": LATER,
  "rows-seen": LATER,
  "order-unknown": TRAIN,
  "order-uncertain": LATER,
  "order-lost": TRAIN,
  "nothing-better": "Nothing, as far as its calibration goes. Where it still does badly, train it: `alidade train`.",
};

/** The same, and in words: the rest of a sentence. */
export interface WhyNot {
  readonly reason: NotRecalibratedReason;
  readonly why: string;
}

/** Of a head that is to be recalibrated; under `other-not-kept` of one beside it. */
export interface NotRecalibrated extends WhyNot {
  readonly head: string;
}

/** A recalibration that cannot be: no fault, but a reason to train instead. */
export const notRecalibrated: ErrorConstructor<NotRecalibrated> = defineError("train.not-recalibrated", {
  headline: "A head that cannot be recalibrated",
  message: ({ head, reason, why }: NotRecalibrated) =>
    reason === "other-not-kept"
      ? `Beside heads that are recalibrated each of the others keeps the model that serves. Head \`${head}\` cannot: ${why}.`
      : `A new calibration for a head that otherwise stays as it serves takes a model that serves, a probability, rows that came since it was trained, and that it still tells cases apart as it did. Head \`${head}\` cannot have one: ${why}.`,
  hint: ({ reason }: NotRecalibrated) => NEXT[reason],
});
