import type { Instant } from "../../kernel/index.ts";
import { formatDuration, type TableBlock, table, type Value, words } from "../../report/index.ts";
import { type Alert, type Silence, silencing, wordHarm } from "../../watch/index.ts";

/** What surrounds a list of alerts. */
interface Around {
  readonly silences: readonly Silence[];
  readonly now: Instant;
}

const STATUS: readonly Alert["status"][] = ["open", "acknowledged", "quiet", "closed"];
const LEVEL: readonly Alert["level"][] = ["page", "warning", "notice"];

/** Open ones first, the loudest of them first, of these the newest. */
export function inOrder(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted(
    (a, b) =>
      STATUS.indexOf(a.status) - STATUS.indexOf(b.status) ||
      LEVEL.indexOf(a.level) - LEVEL.indexOf(b.level) ||
      b.openedAt - a.openedAt,
  );
}

/** Alerts, one a line. */
export function alertTable(alerts: readonly Alert[], around: Around): TableBlock {
  return table(
    ["Alert", "Level", "State", { name: "For", align: "right" }, "What", "Harm"],
    alerts.map((alert) => [
      alert.id,
      levelCell(alert),
      stateCell(alert, around),
      formatDuration(Math.max(0, endOf(alert, around.now) - alert.since)),
      alert.what,
      wordHarm(alert.harm),
    ]),
  );
}

/** One that is over was ill until its last symptom. */
function endOf({ status, at }: Alert, now: Instant): Instant {
  return status === "open" || status === "acknowledged" ? now : at;
}

export function levelCell({ level, status }: Alert): Value {
  const isLoud = level !== "notice" && (status === "open" || status === "acknowledged");
  return words(level, isLoud ? { tone: level === "page" ? "bad" : "unknown" } : {});
}

/** Where it stands, and whether somebody could not be told. */
export function stateCell(alert: Alert, { silences, now }: Around): string {
  const silence = silencing(alert, silences, now);
  const untold = untoldOf(alert);
  return [
    alert.status === "acknowledged" ? `acknowledged by ${alert.acknowledged?.by ?? "somebody"}` : alert.status,
    ...(silence === undefined || alert.status === "closed" ? [] : ["silenced"]),
    ...(untold.length === 0 ? [] : [`${untold.join(", ")} not told`]),
  ].join(", ");
}

/** The channels that could not be told of its newest news. */
export function untoldOf({ told, news }: Alert): readonly string[] {
  return told.filter((one) => one.news === news && one.failed !== undefined).map(({ channel }) => channel);
}
