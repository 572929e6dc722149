import {
  type Block,
  callout,
  commandLine,
  type Document,
  formatDuration,
  keyValues,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import { capital, declaredMonitors, partKey, wordTooLittle } from "../../watch/index.ts";
import { shortTime } from "../output/listing.ts";
import type { MonitorStanding, StandingAlarm } from "./monitor-standings.ts";
import type { WatchedSystem } from "./open-watched.ts";
import { readingLines } from "./reading-table.ts";
import { wordLearning } from "./word-learning.ts";

/** Readings that are shown of all monitors together. */
const STRONGEST = 8;

/** What is watched of a system, what is wrong, and what was read last. */
export function monitorsDocument(watched: WatchedSystem, file: string): Document {
  const { system, standings, state } = watched;
  const readings = (state?.last?.readings ?? []).toSorted((a, b) => b.reading.evidence - a.reading.evidence);
  const alarms = alarmRows(standings);
  return {
    title: `Monitors of ${system.name}`,
    verdict: verdictOf(watched),
    summary: [],
    sections: [
      { title: "How it is watched", blocks: [...factsOf(watched), ...hintOf(watched, file)] },
      ...(alarms.length === 0
        ? []
        : [{ title: "In alarm", blocks: [table(["What is wrong", "Since, UTC", "Of", "Monitor"], alarms)] }]),
      { title: "What is watched", blocks: standingBlocks(watched) },
      ...(readings.length === 0
        ? []
        : [{ title: "Last readings, the strongest first", blocks: [readingLines(readings.slice(0, STRONGEST))] }]),
    ],
  };
}

function verdictOf({ standings, kept }: WatchedSystem): NonNullable<Document["verdict"]> {
  const named = (state: MonitorStanding["state"]): readonly string[] =>
    standings.filter((one) => one.state === state).map(({ name }) => name);
  if (kept === undefined) return { tone: "neutral", text: "Nothing was watched yet." };
  const [failed, quiet] = [named("failed"), named("quiet")];
  const [first, ...others] = alarmsOf(standings);
  if (first !== undefined) return { tone: "bad", text: wordAlarms(first, others.length) };
  if (failed.length > 0)
    return { tone: "unknown", text: `Failed, so what they watch is not watched: ${failed.join(", ")}.` };
  if (quiet.length === 0) return { tone: "neutral", text: "No monitor has anything to read yet." };
  return {
    tone: "good",
    text: `Quiet: ${quiet.length === 1 ? "one monitor reads" : `${quiet.length} monitors read`}, and none is in alarm.`,
  };
}

function factsOf({ system, kept, beat, state, good, now, watched }: WatchedSystem): readonly Block[] {
  const learning = wordLearning(watched);
  const { periodMs, quietMs } = declaredMonitors(system);
  const last = state?.last;
  const looked = beat === undefined ? "never" : `${ago(now, beat.at)}, by process ${beat.pid}`;
  return [
    keyValues({
      "Compared with": comparedWith(kept),
      ...(good === undefined ? {} : { "Called good": `${good.why} (${good.by}, ${shortTime(good.at)})` }),
      "Read last": last == null ? "nothing" : `${exactTime(last.from)} to ${exactTime(last.to)} UTC`,
      "Looked last": looked,
      Period: formatDuration(kept?.periodMs ?? periodMs),
      ...(learning === undefined ? {} : { Learning: learning }),
      Promise: `a false alarm every ${formatDuration(quietMs)} at most, on average, of all monitors together`,
    }),
  ];
}

function comparedWith(kept: WatchedSystem["kept"]): string {
  if (kept === undefined) return "nothing yet: no period was read";
  return kept.reference?.says ?? `nothing: ${kept.without ?? "nothing was found when it was last read"}`;
}

/** With its seconds, where there are any: periods may be that short. */
function exactTime(at: number): string {
  const seconds = new Date(at).toISOString().slice(16, 19);
  return `${shortTime(at)}${seconds === ":00" ? "" : seconds}`;
}

function ago(now: number, then: number): string {
  return `${formatDuration(1_000 * Math.max(0, Math.floor((now - then) / 1_000)))} ago`;
}

/** Looks that are older than so many periods, and than so many milliseconds, are no watching. */
const [STALE, STALE_MS] = [3, 120_000];

function hintOf({ kept, beat, now }: WatchedSystem, file: string): readonly Block[] {
  if (kept !== undefined && beat !== undefined && now - beat.at <= Math.max(STALE_MS, STALE * kept.periodMs)) return [];
  const text = kept === undefined ? "Monitors run in `alidade up`, or once:" : "To look once:";
  return [callout("note", text, "Nobody watches now"), commandLine(`alidade up ${file} --once`)];
}

/** What is wrong, what has been so longest first, each with its monitor. */
function alarmsOf(standings: readonly MonitorStanding[]): readonly (StandingAlarm & Pick<MonitorStanding, "name">)[] {
  const alarms = standings.flatMap(({ name, alarms }) => alarms.map((alarm) => ({ name, ...alarm })));
  return alarms.toSorted((a, b) => a.since - b.since);
}

function wordAlarms({ says, since }: StandingAlarm, others: number): string {
  const more = others === 0 ? "" : ` And ${others} more in alarm.`;
  return `${capital(says)}, since ${shortTime(since)} UTC.${more}`;
}

/** Each begins with what is wrong; who noticed it comes last. */
function alarmRows(standings: readonly MonitorStanding[]): readonly (readonly Value[])[] {
  return alarmsOf(standings).map(({ name, about, since, says }) => [
    capital(says),
    shortTime(since),
    partKey(about),
    name,
  ]);
}

const TONES = { "in alarm": "bad", failed: "unknown", quiet: "good", waiting: "neutral", off: "neutral" } as const;
const ORDER = Object.keys(TONES);

/** Those that read something, one a line, and the names of the others; before the first look, what each would watch. */
function standingBlocks({ standings, kept }: WatchedSystem): readonly Block[] {
  if (kept === undefined)
    return [keyValues(Object.fromEntries(standings.map(({ name, about, state }) => [name, wordIdle(about, state)])))];
  const named = (state: MonitorStanding["state"]): readonly (readonly [string, string])[] => {
    const names = standings.filter((one) => one.state === state).map(({ name }) => name);
    return names.length === 0 ? [] : [[state === "off" ? "Off" : "Waiting for something to read", names.join(", ")]];
  };
  const idle = [...named("waiting"), ...named("off")];
  return [
    standingTable(standings.filter(({ state }) => state !== "waiting" && state !== "off")),
    ...(idle.length === 0 ? [] : [keyValues(Object.fromEntries(idle))]),
    ...tooLittleBlocks(standings),
  ];
}

/** What would read more, if periods were longer: with how long ones. */
function tooLittleBlocks(standings: readonly MonitorStanding[]): readonly Block[] {
  const all = standings.flatMap(({ tooLittle }) => tooLittle);
  if (all.length === 0) return [];
  const lines = all.map((one) => `${one.monitor} (${one.kinds.join(", ")}) had ${wordTooLittle(one)}.`);
  return [callout("warning", lines.join(" "), "Too little comes in a period")];
}

function wordIdle(about: string, state: MonitorStanding["state"]): string {
  return state === "off" ? `off: ${about}` : about;
}

function standingTable(standings: readonly MonitorStanding[]): Block {
  const rows = standings.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const told = COLUMNS.filter(({ word, isAlways }) => isAlways === true || rows.some((one) => word(one) !== ""));
  return table(
    told.map(({ name, align }) => (align === undefined ? name : { name, align })),
    rows.map((one) => told.map(({ word }) => word(one))),
  );
}

interface Column {
  readonly name: string;
  readonly align?: "right";
  readonly word: (one: MonitorStanding) => Value;
  /** Also where no monitor has anything to say in it. */
  readonly isAlways?: true;
}

const COLUMNS: readonly Column[] = [
  { name: "Monitor", word: ({ name }) => name, isAlways: true },
  { name: "State", word: ({ state }) => words(state, { tone: TONES[state] }), isAlways: true },
  { name: "Things", align: "right", word: ({ things }) => things, isAlways: true },
  { name: "Nearest to an alarm", word: wordNearest },
  { name: "Last alarm", word: ({ lastAlarm }) => (lastAlarm === null ? "" : shortTime(lastAlarm)) },
  { name: "Watches", word: ({ about }) => about, isAlways: true },
];

/** Less than this part of an alarm is what chance brings at any time. */
const NOTEWORTHY = 0.01;

function wordNearest({ nearest }: MonitorStanding): Value {
  if (nearest === null || nearest.nearness < NOTEWORTHY) return "";
  return `${nearest.kind} of ${nearest.about.name}: ${Math.round(100 * nearest.nearness)}%`;
}
