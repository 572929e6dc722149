import type { Run } from "../../registry/index.ts";
import type { TrainedModel } from "../../train/index.ts";
import { shortTime } from "../output/listing.ts";

type Taught = NonNullable<TrainedModel["taught"]>;

/** Sentences on a training that learned a calibration alone, or could not. */
export function recalibrationOf({ facts }: Pick<Run, "facts">): readonly string[] {
  const refused = facts.notRecalibrated as { readonly head: string; readonly why: string } | undefined;
  if (refused !== undefined)
    return [`Nothing was made: head \`${refused.head}\` cannot have another calibration alone: ${refused.why}.`];
  const from = (facts.recalibrated ?? {}) as Readonly<Record<string, string>>;
  // Absent in runs from before it was kept.
  const taught = (facts.taught ?? {}) as Readonly<Record<string, Taught>>;
  return Object.entries(from).map(
    ([head, id]) =>
      `Recalibrated, not trained: head \`${head}\` keeps ${id} under another calibration${wordTaught(taught[head])}.`,
  );
}

function wordTaught(taught: Taught | undefined): string {
  if (taught === undefined) return "";
  const { rows, older, since } = taught;
  return `, learned from ${rows.toLocaleString("en-US")} labelled rows after ${shortTime(since)} UTC; the oldest ${older.toLocaleString("en-US")} of them gave the one that was judged`;
}
