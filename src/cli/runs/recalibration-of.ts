import type { Run } from "../../registry/index.ts";
import type { NotRecalibrated, TrainedModel } from "../../train/index.ts";
import { shortTime } from "../output/listing.ts";

type Taught = NonNullable<TrainedModel["taught"]>;

/** Sentences on a training that learned a calibration alone, or could not. */
export function recalibrationOf({ facts }: Pick<Run, "facts">): readonly string[] {
  const refused = facts.notRecalibrated as Partial<NotRecalibrated> | undefined;
  if (refused !== undefined) return [wordRefused(refused)];
  const from = (facts.recalibrated ?? {}) as Readonly<Record<string, string>>;
  // Absent in runs from before it was kept.
  const taught = (facts.taught ?? {}) as Readonly<Record<string, Taught>>;
  return Object.entries(from).map(
    ([head, id]) =>
      `Recalibrated, not trained: head \`${head}\` keeps ${id} under another calibration${wordTaught(taught[head])}.`,
  );
}

/** The reason is absent in runs from before it was kept. */
function wordRefused({ head, reason, why }: Partial<NotRecalibrated>): string {
  const cannot = reason === "other-not-kept" ? "cannot keep its model beside" : "cannot have another calibration alone";
  const code = reason === undefined ? "" : ` (${reason})`;
  return `Nothing was made: head \`${head}\` ${cannot}: ${why}${code}.`;
}

function wordTaught(taught: Taught | undefined): string {
  if (taught === undefined) return "";
  const { rows, older, since } = taught;
  return `, learned from ${rows.toLocaleString("en-US")} labelled rows after ${shortTime(since)} UTC; the oldest ${older.toLocaleString("en-US")} of them gave the one that was judged`;
}
