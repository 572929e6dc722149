import type { HistoryEvent } from "../../registry/index.ts";
import { callout, commandLine, type Document, keyValues, paragraph, table } from "../../report/index.ts";
import { type Alert, partKey, wordsOf } from "../../watch/index.ts";
import { eventTable } from "../history/event-table.ts";
import { shortTime } from "../output/listing.ts";

/** One alert in full. */
export function alertDocument(alert: Alert, events: readonly HistoryEvent[]): Document {
  const { what, since, harm, likely } = wordsOf(alert);
  const { level, status, cause, symptoms, count, told, next, at } = alert;
  const failed = told.filter((one) => one.failed !== undefined);
  return {
    title: alert.id,
    subtitle: `${alert.system}, ${level}, ${status}`,
    summary: [`${what}, ${since}.`],
    sections: [
      {
        title: "What is known",
        blocks: [
          keyValues({
            Harm: harm,
            Cause: partKey(cause),
            Likely: likely,
            "Newest sign": shortTime(at),
            ...(alert.acknowledged === undefined ? {} : { "Looked after": wordHandled(alert.acknowledged) }),
            ...(alert.closed === undefined ? {} : { Closed: wordHandled(alert.closed) }),
          }),
          ...failed.map(({ channel, failed: why = "" }) => callout("warning", `${channel} could not be told: ${why}`)),
        ],
      },
      { title: "Next", blocks: next.map(commandLine) },
      {
        title: `Signs (${symptoms.length})`,
        ...(count > symptoms.length ? { lead: `Read ${count.toLocaleString("en-US")} times in all.` } : {}),
        blocks: [
          table(
            ["Sign", "Of", "Since", { name: "Reach", unit: "percent" }, "Says"],
            symptoms.map(({ kind, about, since: from, reach, says }) => [
              kind,
              partKey(about),
              shortTime(from),
              reach,
              says,
            ]),
          ),
        ],
      },
      {
        title: "Told",
        blocks: [
          told.length === 0
            ? paragraph("Nobody was told.")
            : table(
                ["Channel", "When", "Level", "How it went"],
                told.map((one) => [one.channel, shortTime(one.at), one.level, one.failed ?? "told"]),
              ),
        ],
      },
      { title: "What became of it", blocks: [eventTable(events)] },
    ],
  };
}

function wordHandled({ by, at, why }: NonNullable<Alert["closed"]>): string {
  return `${by}, ${shortTime(at)}: ${why}`;
}
