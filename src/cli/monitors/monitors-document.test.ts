import { expect, test } from "vitest";
import { toTerminal } from "../../report/index.ts";
import { type MonitorStanding, monitorStandings } from "./monitor-standings.ts";
import { monitorsDocument } from "./monitors-document.ts";
import type { WatchedSystem } from "./open-watched.ts";

const NOW = Date.UTC(2026, 0, 10);
const HOUR = 3_600_000;

/** The standings of a system whose monitors have these in alarm, and nothing else to say. */
function watchedWith(alarms: Readonly<Record<string, MonitorStanding["alarms"]>>): WatchedSystem {
  const system = { name: "shop" } as WatchedSystem["system"];
  const kept = { periodMs: HOUR, alarms: [], reference: null } as unknown as NonNullable<WatchedSystem["kept"]>;
  const standings = monitorStandings({ system, state: undefined, alarms: [] }).map((one): MonitorStanding => {
    const own = alarms[one.name];
    return own === undefined ? one : { ...one, state: "in alarm", alarms: own };
  });
  const none = { state: undefined, good: undefined, reference: undefined, watched: null };
  return { ...none, system, now: NOW, kept, beat: { at: NOW, pid: 1 } as WatchedSystem["beat"], standings };
}

const alarm = (says: string, hoursAgo: number): MonitorStanding["alarms"][number] => ({
  ...{ kind: "input.missing", about: { part: "feature", name: "visits" } },
  ...{ since: NOW - hoursAgo * HOUR, says },
});
const linesOf = (watched: WatchedSystem) =>
  toTerminal(monitorsDocument(watched, "shop.mts"), { width: 160, colour: false }).split("\n");

test("what is in alarm begins with what is wrong, the longest first, and ends with who noticed it", () => {
  const lines = linesOf(
    watchedWith({
      missingValues: [alarm("visits is missing in 40% of decisions, usual are 2%", 3)],
      servingHealth: [alarm("the 99th percentile of a decision takes 80 ms", 20)],
    }),
  );
  expect(lines.join("\n").replace(/\s+/g, " ")).toMatch(
    /The 99th percentile of a decision takes 80 ms, since 2026-01-09 04:00 UTC\. And 1 more in alarm\./,
  );
  const rows = lines.slice(lines.findIndex((line) => line.includes("What is wrong"))).slice(2, 4);
  expect(rows[0]).toMatch(/^ *The 99th percentile of a decision takes 80 ms +2026-01-09 04:00 .* servingHealth$/);
  expect(rows[1]).toMatch(
    /^ *Visits is missing in 40% of decisions, usual are 2% +2026-01-09 21:00 .*visits +missingValues$/,
  );
});

test("one alarm is told alone", () => {
  expect(linesOf(watchedWith({ servingHealth: [alarm("slow", 1)] })).join("\n")).toMatch(
    /slow, since 2026-01-09 23:00 UTC\.\n/i,
  );
});
