import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface NotRecalibrated {
  readonly head: string;
  readonly why: string;
}

/** A recalibration that cannot be: no fault, but a reason to train instead. */
export const notRecalibrated: ErrorConstructor<NotRecalibrated> = defineError("train.not-recalibrated", {
  headline: "A head that cannot be recalibrated",
  message: ({ head, why }: NotRecalibrated) =>
    `A new calibration for a head that otherwise stays as it serves takes a probability, rows that came since it was trained, and that it still tells cases apart as it did. Head \`${head}\` cannot have one: ${why}.`,
  hint: () => "Train it: `alidade train`.",
});
