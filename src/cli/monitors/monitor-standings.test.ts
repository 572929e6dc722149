import { describe, expect, test } from "vitest";
import { toTerminal } from "../../report/index.ts";
import { type Alarm, type MonitorsState, monitorRun } from "../../watch/index.ts";
import { DAY, type Fault, quietWorld, shopWith } from "../../watch/monitors/runner/quiet-shop.conformance.ts";
import { NOW } from "../up/screen/looks.conformance.ts";
import { monitorsRows } from "../up/screen/watch-rows.ts";
import { monitorDocument } from "./monitor-document.ts";
import { monitorStandings } from "./monitor-standings.ts";
import { monitorsDocument } from "./monitors-document.ts";
import { monitorsLook } from "./monitors-look.ts";

const of = { seed: 3, fields: 4, decisions: 2_000, periodMs: DAY };
const world = quietWorld(of);
const system = shopWith(of.fields, { monitors: { off: ["feedbackLoop"] } });
const hundredfold: Fault = {
  value: (name, value) => (name === "f0" && typeof value === "number" ? 100 * value : value),
};

/** Ten quiet days, and three on which f0 comes in another unit. */
function watchDays(): {
  readonly quiet: MonitorsState;
  readonly ill: MonitorsState;
  readonly alarms: readonly Alarm[];
} {
  const run = monitorRun({ system, reference: world.reference, periodMs: DAY });
  for (let day = 0; day < 10; day++) run.step(world.period(day));
  const quiet = run.state;
  const alarms = [10, 11, 12].flatMap((day) => run.step(world.period(day, hundredfold)).alarms);
  return { quiet, ill: run.state, alarms };
}
const { quiet, ill, alarms } = watchDays();
const named = (state: MonitorsState | undefined, name: string, raised: readonly Alarm[] = []) =>
  monitorStandings({ system, state, alarms: raised }).find((one) => one.name === name)!;

describe("how monitors stand", () => {
  test("before the first period all wait, but for those that are off", () => {
    const look = monitorsLook({ system, state: undefined, alarms: [], reference: null });
    expect(look).toMatchObject({ quiet: 0, off: 1, alarmed: [], failed: [], period: null, readings: [] });
    expect(named(undefined, "feedbackLoop").state).toBe("off");
    expect(named(undefined, "unitChange")).toMatchObject({ state: "waiting", things: 0, nearest: null });
  });

  test("what reads and finds nothing is quiet, what has nothing to read waits", () => {
    expect(named(quiet, "inputDrift")).toMatchObject({ state: "quiet", lastAlarm: null });
    expect(named(quiet, "inputDrift").nearest?.nearness).toBeLessThan(1);
    expect(named(quiet, "liveQuality").state).toBe("waiting");
    const { quiet: calm, waiting, off } = monitorsLook({ system, state: quiet, alarms: [], reference: null });
    expect(calm + waiting + off).toBe(monitorStandings({ system, state: quiet, alarms: [] }).length);
  });

  test("what has too little to read in a period says so in the table, in its own words and at a glance", () => {
    const HOUR = DAY / 24;
    const small = quietWorld({ seed: 5, fields: 4, decisions: 200 / 24, periodMs: HOUR });
    const run = monitorRun({ system, reference: small.reference, periodMs: HOUR });
    for (let p = 0; p < 48; p++) run.step(small.period(p));
    const found = named(run.state, "responseDistribution");
    expect(found).toMatchObject({ state: "waiting", tooLittle: [{ of: "scores", least: 30, period: "6h" }] });
    const watched = {
      system,
      now: run.state.last!.to,
      state: run.state,
      beat: undefined,
      good: undefined,
      watched: null,
    };
    const kept = { v: 1, system: "shop", periodMs: HOUR, through: run.state.last!.to, reference: null } as const;
    const rest = { ...kept, state: [], alarms: [], inAlarm: [], labels: { total: 0, day: 0, today: 0 } };
    const standings = monitorStandings({ system, state: run.state, alarms: [] });
    const of = { ...watched, kept: rest, standings, reference: undefined };
    const told = /needs 30: set `monitors:\s+\{ period: "6h" \}`/;
    expect(toTerminal(monitorsDocument(of, "system.mts"), { width: 1_000, colour: false })).toMatch(told);
    expect(toTerminal(monitorDocument(found, of, []), { width: 1_000, colour: false })).toMatch(told);
    const look = monitorsLook({ system, state: run.state, alarms: [], reference: null });
    const row = monitorsRows(look, { width: 100, now: NOW }).map(({ left }) => left.map(({ text }) => text).join(""));
    expect(row).toContainEqual(
      expect.stringMatching(/^responseDistribution: \S+ of 30 scores a period; set period: "6h"$/),
    );
  });

  test("what is in alarm says since when and what, as it was raised", () => {
    const raised = alarms.find(({ monitor, about }) => monitor === "unitChange" && about.name === "f0")!;
    const found = named(ill, "unitChange", alarms);
    expect(found).toMatchObject({ state: "in alarm", lastAlarm: raised.since });
    expect(found.alarms).toContainEqual({
      ...{ kind: raised.kind, about: raised.about, since: raised.since, says: raised.says },
    });
    const look = monitorsLook({ system, state: ill, alarms, reference: null });
    expect(look.alarmed).toContainEqual({ monitor: "unitChange", since: raised.since, says: raised.says });
  });

  test("an alarm whose words are not kept any more is told by what was read last", () => {
    expect(named(ill, "unitChange").alarms.find(({ about }) => about.name === "f0")?.says).toMatch(/^f0 /);
  });

  test("a monitor that threw has failed, and is in no alarm of its own", () => {
    const reading = {
      ...({ kind: "monitor.failed", about: { part: "server", name: "shop" }, evidence: 0, isBreach: true } as const),
      ...{ value: null, expected: null, unit: "", reach: 0 },
      says: "the monitor stuckInput failed, and what it watches is not watched: no bins: none",
    };
    const broken: MonitorsState = {
      ...quiet,
      control: { "stuckInput monitor.failed server shop": { detectors: {}, lastWrong: 1, at: 1 } },
      last: { from: 0, to: 1, readings: [{ monitor: "stuckInput", reading }] },
    };
    expect(named(broken, "stuckInput")).toMatchObject({ state: "failed", why: "no bins: none", alarms: [] });
    const { failed, alarmed } = monitorsLook({ system, state: broken, alarms: [], reference: null });
    expect([failed, alarmed]).toEqual([[{ monitor: "stuckInput", why: "no bins: none" }], []]);
  });
});
