import type { Level, Telling } from "../../watch/index.ts";
import { clip } from "./clip.ts";

/** One alert as `POST /api/v2/alerts` of Prometheus Alertmanager takes it. */
export interface AlertmanagerAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

const LONGEST = 2_000;

/**
 * What is told as alerts of Alertmanager. Its level is a label, so that routes can go by it; at another level it is another alert
 * there, and the former one ends. What is over, and a test, ends now.
 */
export function alertmanagerAlerts(
  telling: Telling,
  labels: Readonly<Record<string, string>> = {},
): readonly AlertmanagerAlert[] {
  const { alert, news, at, until } = telling;
  const isOver = news === "ended" || news === "test";
  const former = new Set(alert.told.map(({ level }) => level).filter((level) => level !== alert.level));
  return [
    alertAt(alert.level, isOver ? at : until, { telling, labels }),
    ...[...former].map((level) => alertAt(level, at, { telling, labels })),
  ];
}

interface Said {
  readonly telling: Telling;
  readonly labels: Readonly<Record<string, string>>;
}

function alertAt(level: Level, endsAt: number, { telling, labels }: Said): AlertmanagerAlert {
  const { alert, news, at, words } = telling;
  const startsAt = Math.min(alert.since, at);
  return {
    labels: {
      ...labels,
      alertname: news === "test" ? "AlidadeTest" : "Alidade",
      system: alert.system,
      alert: alert.id,
      severity: level,
    },
    annotations: {
      summary: clip(words.what, LONGEST),
      cause: clip(`${alert.cause.part}/${alert.cause.name}`, LONGEST),
      harm: words.harm,
      likely: clip(words.likely, LONGEST),
      next: clip(alert.next.join("\n"), LONGEST),
    },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(Math.max(endsAt, startsAt + 1)).toISOString(),
  };
}
