import { isAlidadeError } from "../../kernel/index.ts";
import { signatureMismatch } from "../../model/index.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { headNotKept } from "../judge/kept-errors.ts";
import { type KeptWork, keptHead } from "../judge/kept-heads.ts";
import { notRecalibrated } from "./errors.ts";

/** The heads beside those that are recalibrated, as they serve. Throws `train.not-recalibrated` where one of them cannot be kept. */
export async function keepBeside(work: KeptWork): Promise<readonly FittedHead[]> {
  return await Promise.all(
    Object.entries(work.kept).map(([head, id]) =>
      keptHead([head, id], work).catch((thrown: unknown) => {
        const why = whyNotKept(thrown);
        throw why === undefined ? thrown : notRecalibrated({ head, reason: "other-not-kept", why });
      }),
    ),
  );
}

/** Undefined for what is no reason to train instead. */
function whyNotKept(thrown: unknown): string | undefined {
  if (isAlidadeError(thrown, headNotKept.code)) return String(thrown.data.why);
  return wordMismatch(thrown);
}

/** What a model misses among the features; undefined for any other error. */
export function wordMismatch(thrown: unknown): string | undefined {
  if (!isAlidadeError(thrown, signatureMismatch.code)) return undefined;
  return `its model cannot read the features as they are now: ${(thrown.data.problems as readonly string[]).join("; ")}`;
}
