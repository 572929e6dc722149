import type { Alert, Level, Loop, LoopBook } from "../../../watch/index.ts";
import type { Look, LoopLook, MonitorsLook, SystemLook, UpEvent } from "../look.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
export const NOW: number = Date.UTC(2026, 10, 23, 13, 14, 5);

/** An alert on a field that arrives in another unit. */
export function alertOf(level: Level, what: string, of: Partial<Alert> = {}): Alert {
  return {
    ...{ id: `alr_${what.length.toString(16).padStart(4, "0")}c2a81d3e4f5`, system: "shop", status: "open", level },
    ...{ cause: { part: "field", name: "visits" }, what, since: NOW - 3 * HOUR, at: NOW - HOUR },
    ...{ openedAt: NOW - 2 * HOUR, harm: { money: 238_400, currency: "USD", entities: 6_000 } },
    ...{ likely: "a changed unit", next: ["alidade incident compare shop.mts --bad 3h..now"], symptoms: [], count: 3 },
    ...{ news: 1, newest: "opened", raisedAt: NOW - 2 * HOUR, escalations: 0, told: [] },
    ...of,
  };
}

export const THREE_ALERTS: readonly Alert[] = [
  alertOf("page", "visits has a mean of 4,100, 100 times that of the training data"),
  alertOf("warning", "no label of bought came for 3 days", {
    harm: { money: null, currency: null, entities: 1_200 },
    since: NOW - 3 * DAY - 5 * HOUR,
    told: [{ channel: "ops", at: NOW - HOUR, level: "warning", news: 1, failed: "away" }],
  }),
  alertOf("notice", "decisions take 31 ms, 3 times as long as usual", {
    harm: { money: null, currency: null, entities: null },
    ...{ status: "acknowledged", acknowledged: { by: "ada", at: NOW, why: "looking" } },
  }),
];

const BOOK: LoopBook = { v: 1, system: "shop", loop: null, begun: [], failures: 0, stopped: null };

/** A loop at the canary. */
export function loopOf(of: Partial<Loop> = {}): Loop {
  return {
    ...{ number: 3, why: ["on alarm: input.shifted"], by: "alidade", beganAt: NOW - 2 * HOUR, stage: "canary" },
    ...{ stageAt: NOW - 12 * MINUTE, made: true, intendedAt: NOW - 12 * MINUTE, turn: 1, begun: 1, tries: 0 },
    ...{ trouble: null, asks: null, approved: null, says: "5% of the entities, 312 of 500 decisions" },
    ...{ facts: {}, lines: [], told: 0, end: null },
    ...of,
  };
}

export function loopLook(book: Partial<LoopBook> = {}, of: Partial<LoopLook> = {}): LoopLook {
  const next = ["schedule: in 3 d", "new data: 1,204 of 4,000 outcomes"];
  return { isOn: true, book: { ...BOOK, ...book }, next, perMonth: 4, ...of };
}

export function monitorsLook(of: Partial<MonitorsLook> = {}): MonitorsLook {
  return {
    ...{ quiet: 23, waiting: 0, off: 1, alarmed: [], failed: [], tooLittle: [], readings: [] },
    period: { from: Date.UTC(2026, 10, 23, 12), to: Date.UTC(2026, 10, 23, 13) },
    reference: { id: "ref_0123456789abcdef", says: "what the models that serve learned from" },
    ...of,
  };
}

/** A system in which all is well. */
export function systemLook(name: string, of: Partial<SystemLook> = {}): SystemLook {
  const perMinute = Array.from({ length: 60 }, (_, i) => Math.round(1_000 + 400 * Math.sin(i / 6)));
  const days = Array.from({ length: 28 }, (_, i) => 600 + 20 * (i % 7));
  return {
    name,
    serves: {
      ...{ release: "rel_3f9c2a81d3e4f5a6", since: NOW - 2 * DAY - 3 * HOUR, underWay: [] },
      arms: [
        { arm: "champion", release: "rel_3f9c2a81d3e4f5a6", share: 0.95 },
        { arm: "holdback", release: null, share: 0.05 },
      ],
    },
    traffic: { perMinute, p50: 1.18, p99: 4.12, failed: 0 },
    value: { currency: "USD", perDay: 685.4, interval: [610, 760], target: 700, days },
    labels: { today: 312, total: 20_113 },
    monitors: monitorsLook(),
    alerts: [],
    loop: loopLook(),
    ...of,
  };
}

const EVENTS: readonly UpEvent[] = [
  { at: NOW - 3 * HOUR, system: null, kind: "server", says: "answers at http://127.0.0.1:7070" },
  { at: NOW - 2 * HOUR, system: "shop", kind: "loop", says: "loop 2 ended champion: 1.2% more a day, 0.4 to 2.0" },
];

export function lookOf(systems: readonly SystemLook[], of: Partial<Look> = {}): Look {
  return {
    ...{ at: NOW, clock: "real", url: "http://127.0.0.1:7070", systems, events: EVENTS },
    watcher: { status: "watching", says: "", lookedAt: NOW - 2_000, restarts: 0 },
    ...of,
  };
}

/** Nothing was trained, nothing was asked. */
export const NOTHING_YET: SystemLook = systemLook("shop", {
  serves: { release: null, since: null, arms: [], underWay: [] },
  traffic: { perMinute: [], p50: null, p99: null, failed: 0 },
  ...{ value: null, labels: { today: 0, total: 0 } },
  monitors: monitorsLook({ quiet: 0, waiting: 24, off: 0, period: null, reference: null }),
  loop: loopLook({}, { isOn: false, next: [] }),
});

/** The rule serves everybody: monitors that need no reference run. */
export const RULE_SERVES: SystemLook = systemLook("shop", {
  serves: { release: null, since: NOW - HOUR, arms: [{ arm: "rule", release: null, share: 1 }], underWay: [] },
  monitors: monitorsLook({ quiet: 9, waiting: 15, off: 0, reference: null }),
});

export const ALARMED: SystemLook = systemLook("shop", {
  alerts: THREE_ALERTS,
  traffic: { perMinute: [1_204, 1_190, 3], p50: 9, p99: 310, failed: 12 },
  value: { currency: "USD", perDay: 210, interval: [150, 280], target: 700, days: [690, 700, 640, 400, 210] },
  monitors: monitorsLook({
    quiet: 20,
    alarmed: ["unitChange", "labelsComing", "servingHealth"].map((monitor) => ({ monitor, since: NOW, says: "x" })),
    failed: [{ monitor: "stuckInput", why: "its state cannot be read" }],
  }),
  loop: loopLook({ stopped: { at: NOW - HOUR, why: "five loops in a row have failed" }, failures: 5 }),
});

export const CANARY: SystemLook = systemLook("newsfeed", {
  serves: {
    ...{ release: "rel_3f9c2a81d3e4f5a6", since: NOW - 9 * DAY },
    arms: [
      { arm: "champion", release: "rel_3f9c2a81d3e4f5a6", share: 0.9 },
      { arm: "canary", release: "rel_77aa00112233aabb", share: 0.05 },
      { arm: "holdback", release: null, share: 0.05 },
    ],
    underWay: ["a canary of rel_77aa00112233aabb at 5%, step 2 of 3", "the experiment exp_headline, day 4 of 14"],
  },
  loop: loopLook({ loop: loopOf(), begun: [NOW - DAY, NOW - HOUR] }),
});

/** What a person may come upon, by name. */
export const SITUATIONS: Readonly<Record<string, Look>> = {
  "nothing yet": lookOf([NOTHING_YET], {
    watcher: { status: "starting", says: "", lookedAt: null, restarts: 0 },
    events: [],
  }),
  "the rule serves": lookOf([RULE_SERVES]),
  quiet: lookOf([systemLook("shop")]),
  "three alerts": lookOf([ALARMED]),
  "a canary under way": lookOf([CANARY]),
  "approval is waited for": lookOf([
    systemLook("ward", {
      loop: loopLook({
        loop: loopOf({ stage: "canary", made: false, asks: ["clinical-lead"], says: "waits for a yes" }),
      }),
    }),
  ]),
  "two systems": lookOf([ALARMED, CANARY]),
  "ten systems": lookOf([...Array.from({ length: 8 }, (_, i) => systemLook(`system-${i + 1}`)), CANARY, ALARMED]),
  "the watcher is down": lookOf([systemLook("shop")], {
    watcher: {
      status: "down",
      says: "database is locked, tried again in 8 s",
      lookedAt: NOW - 14 * MINUTE,
      restarts: 3,
    },
  }),
  "replayed history": lookOf([systemLook("shop")], { clock: "data", at: Date.UTC(2008, 5, 3, 4), url: null }),
};
