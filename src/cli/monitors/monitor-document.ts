import { type Document, keyValues, list, paragraph, type Section } from "../../report/index.ts";
import {
  type Alarm,
  capital,
  declaredMonitors,
  type MonitorName,
  monitorNamed,
  partKey,
  type Seen,
  settingsOf,
  wordTooLittle,
} from "../../watch/index.ts";
import { shortTime } from "../output/listing.ts";
import { monitorPlots } from "./monitor-plots.ts";
import type { MonitorStanding } from "./monitor-standings.ts";
import type { WatchedSystem } from "./open-watched.ts";
import { readingTable } from "./reading-table.ts";

/** Readings of one monitor that are shown. */
const MOST = 30;

/** One monitor: what it notices, how it stands, what it read last of each part, and over the periods that are kept. */
export function monitorDocument(one: MonitorStanding, watched: WatchedSystem, periods: readonly Seen[]): Document {
  const readings = (watched.state?.last?.readings ?? []).filter(({ monitor }) => monitor === one.name);
  const shown = readings.toSorted((a, b) => b.reading.evidence - a.reading.evidence).slice(0, MOST);
  const alarms = (watched.kept?.alarms ?? []).filter(({ monitor }) => monitor === one.name);
  const plots = monitorPlots(one.name, watched, periods);
  return {
    title: `${one.name} of ${watched.system.name}`,
    subtitle: one.about,
    verdict: verdictOf(one),
    summary: [],
    sections: [
      { title: "What it is", blocks: [keyValues(factsOf(one.name, watched))] },
      ...(plots.length === 0 ? [] : [{ title: "Over the periods that are kept", blocks: plots }]),
      lastSection(shown, readings.length),
      ...(alarms.length === 0
        ? []
        : [{ title: "Alarms, the newest first", blocks: [list(alarms.map(wordAlarm).reverse())] }]),
    ],
  };
}

function lastSection(shown: Parameters<typeof readingTable>[0], all: number): Section {
  const lead = all > shown.length ? { lead: `The strongest ${shown.length} of ${all}.` } : {};
  const none = paragraph("It read nothing in the last period.");
  return { title: "Last readings", ...lead, blocks: [shown.length === 0 ? none : readingTable(shown)] };
}

function verdictOf({
  state,
  alarms,
  why,
  things,
  nearest,
  tooLittle,
}: MonitorStanding): NonNullable<Document["verdict"]> {
  if (state === "in alarm")
    return { tone: "bad", text: capital([...new Set(alarms.map(({ says }) => says))].join("; ")) };
  if (state === "failed") return { tone: "unknown", text: `It failed: ${why ?? "nobody knows why"}` };
  if (state === "off") return { tone: "neutral", text: "The system file turns it off." };
  if (state === "waiting") {
    const thin = tooLittle.map((one) => ` It had ${wordTooLittle(one)}.`);
    return { tone: thin.length === 0 ? "neutral" : "unknown", text: `It has read nothing yet.${thin.join("")}` };
  }
  const near =
    nearest === null || nearest.nearness < 0.01
      ? ""
      : `; the nearest to an alarm is ${Math.round(100 * nearest.nearness)}% of the way`;
  const thin = tooLittle.map((one) => ` For ${one.kinds.join(", ")} it had ${wordTooLittle(one)}.`).join("");
  return { tone: "good", text: `Quiet: it watches ${things === 1 ? "one thing" : `${things} things`}${near}.${thin}` };
}

function factsOf(name: MonitorName, { system }: WatchedSystem): Readonly<Record<string, string>> {
  const { kinds, params } = monitorNamed(name, "--monitor");
  const values = settingsOf(name, declaredMonitors(system).settings[name]);
  const settings = Object.keys(params).map((key) => `${key}: ${JSON.stringify(values[key])}`);
  return { Notices: kinds.join(", "), Settings: settings.length === 0 ? "none" : settings.join(", ") };
}

function wordAlarm({ kind, about, since, at, says }: Alarm): string {
  return `${capital(says)}, ${shortTime(since)} to ${shortTime(at)} UTC (${kind} of ${partKey(about)})`;
}
