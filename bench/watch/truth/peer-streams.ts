import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../../src/records/index.ts";
import type { Case } from "./cases.ts";
import type { Month } from "./month.ts";
import type { Spoilt } from "./spoil.ts";
import { DAY, type World } from "./worlds.ts";

/** What is always so on one day of the week is no news to a tool that looks at one day: it is spared these. */
const CALENDAR: readonly string[] = ["hour", "weekday"];

/** What a peer is told of one spoilt month. */
interface PeerCase {
  readonly case: string;
  readonly file: string | null;
  readonly of: string;
  readonly part: string;
  readonly needsOutcomes: boolean;
  readonly names: readonly string[] | null;
  readonly unfit: string | null;
}

/** Writes a month as tables: the good stretch and the quiet month as `base.csv`, and of each case what came after the onset. */
export function writePeerStreams(
  folder: string,
  month: Month,
  spoilt: readonly (readonly [Case, Spoilt | string])[],
): void {
  const { world, number, entries, learnt, onset, to } = month;
  const into = join(folder, world.name, String(number));
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, "base.csv"), tableText(world, entries));
  const told = spoilt.map(([one, of], i): PeerCase => {
    const { name, fault } = one;
    const { of: origin, part, needsOutcomes = false } = fault;
    const file = typeof of === "string" ? null : `${i}.csv`;
    if (typeof of !== "string") writeFileSync(join(into, `${i}.csv`), tableText(world, of.entries));
    const names = typeof of === "string" ? null : (of.plan.names ?? null);
    return { case: name, file, of: origin, part, needsOutcomes, names, unfit: typeof of === "string" ? of : null };
  });
  const columns = Object.fromEntries(Object.entries(world.kinds).filter(([name]) => !CALENDAR.includes(name)));
  const start = entries[0] === undefined ? 0 : Math.floor(entries[0].at / DAY) * DAY;
  const about = {
    world: world.name,
    month: number,
    start,
    learnt,
    onset,
    to,
    within: world.within,
    columns,
    cases: told,
  };
  writeFileSync(join(into, "month.json"), JSON.stringify(about));
}

/** A row for each decision; a label where it was left alone, and when that became known. */
function tableText(world: World, entries: readonly Envelope[]): string {
  const reports = new Map<string, OutcomeRecord>();
  for (const entry of entries) {
    const { body } = entry as OutcomeRecord;
    if (entry.kind === "outcome" && !reports.has(body.decision)) reports.set(body.decision, entry as OutcomeRecord);
  }
  const names = Object.keys(world.kinds);
  const rows = entries.flatMap((entry) => {
    if (entry.kind !== "decision") return [];
    const { id, at, body } = entry as DecisionRecord;
    const report = reports.get(id);
    const inTime = report !== undefined && report.at <= at + world.within && report.body.value === true;
    const label = body.acted ? ["", ""] : inTime ? [1, report.at] : [0, at + world.within];
    const given = names.map((name) => cellText(body.given[name]));
    return [[at, ...given, body.heads.risk?.[0] ?? "", ...label].join(",")];
  });
  return `${["at", ...names, "score", "label", "label_at"].join(",")}\n${rows.join("\n")}\n`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}
