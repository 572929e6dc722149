import { expect, test } from "vitest";
import { virtualClock } from "../../../kernel/index.ts";
import { seenRaced } from "../../../watch/index.ts";
import { sleepFor } from "../../loop/run-loops.ts";
import type { SystemLook } from "../look.ts";
import type { Holder } from "./hold.ts";
import type { LookedAt } from "./open-watch.ts";
import { runWatcher, type Watched, type WatcherSays } from "./watcher.ts";

const clock = virtualClock(Date.UTC(2026, 0, 1));
const nothing: LookedAt = { periods: 0, alarms: [], changes: [], tended: [] };

const holder: Holder = { pid: 4711, host: "another-machine", since: Date.UTC(2025, 11, 31, 23, 5) };

/** A system whose looks come to what is said, one after the other. */
function watchedOf(name: string, looks: readonly (() => LookedAt)[], isHeld = true) {
  const done: string[] = [];
  let next = 0;
  const keep = async (): Promise<void> => void done.push("kept");
  const one = {
    watch: { system: { name }, look: async () => (looks[next++] ?? (() => nothing))(), keep },
    hold: {
      take: async () => isHeld,
      holder: async () => holder,
      renew: async () => undefined,
      release: async () => void done.push("released"),
    },
    news: async (looked: LookedAt | undefined) => (looked === undefined ? [] : []),
    show: async () => ({ name }) as SystemLook,
    tell: async () => void done.push("told"),
  } as unknown as Watched;
  return { one, done };
}

async function rounds(count: number, systems: readonly Watched[]): Promise<readonly WatcherSays[]> {
  const end = new AbortController();
  const said: WatcherSays[] = [];
  await runWatcher({
    ...{ systems, clock, everyMs: 1, sleep: sleepFor, signal: end.signal, meanwhile: "this one answers" },
    say: (says) => void (said.push(says) === count && end.abort()),
  });
  return said;
}

const fails = (thrown: Error) => (): LookedAt => {
  throw thrown;
};

test("what cannot be looked at is said and tried again, and the others are looked at all the same", async () => {
  const broken = watchedOf("ward", [fails(new Error("the disk is full"))]);
  const well = watchedOf("shop", []);
  const [first, second] = await rounds(2, [broken.one, well.one]);
  expect(first).toMatchObject({ status: "behind", says: "ward could not be looked at: the disk is full" });
  expect(first?.systems.map(({ name }) => name)).toEqual(["ward", "shop"]);
  expect(well.done).toEqual(["told", "told", "kept", "released"]);
  expect(second).toMatchObject({ status: "watching", says: "", lookedAt: clock.now() });
  expect([first, second].flatMap((said) => said?.events.map(({ says }) => says))).toEqual([
    "ward could not be looked at: the disk is full",
    "ward is watched here now",
  ]);
});

test("a system that another process watches is left to it", async () => {
  const theirs = watchedOf("shop", [], false);
  const [first, second] = await rounds(2, [theirs.one]);
  const says =
    "process 4711 of another-machine watches shop since 2025-12-31 23:05 UTC: `kill 4711` or Ctrl-C there ends it; this one answers";
  expect(first).toMatchObject({ status: "elsewhere", says, lookedAt: null });
  // Told at once, and once.
  expect(first?.events).toEqual([{ at: clock.now(), system: null, kind: "watcher", says }]);
  expect(second?.events).toEqual([]);
  expect(theirs.done).toEqual(["kept", "released"]);
  const raced = watchedOf("shop", [fails(seenRaced({ system: "shop" }))]);
  expect((await rounds(1, [raced.one]))[0]).toMatchObject({ status: "elsewhere" });
});
