import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { UpEvent, WatcherLook } from "../look.ts";
import { watchApart } from "./watch-apart.ts";

test("a thread that dies is begun again, and says so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alidade-apart-"));
  const broken = join(folder, "system.mts");
  await writeFile(broken, 'throw new Error("a broken file");');
  const events: UpEvent[] = [];
  const states: Partial<WatcherLook>[] = [];
  const twice = Promise.withResolvers<void>();
  const data = { files: [broken], cwd: folder, directory: join(folder, "state"), everyMs: 500 };
  const watcher = watchApart({
    data: { ...data, periodMs: undefined, retrains: false, time: null, health: null },
    env: process.env,
    now: () => 7,
    looked: () => undefined,
    event: (event) => events.push(event),
    changed: (state) => {
      states.push(state);
      if (states.filter(({ status }) => status === "down").length === 2) twice.resolve();
    },
  });
  await twice.promise;
  await watcher.close();
  expect(states.map(({ status, restarts }) => [status, restarts])).toEqual([
    ["down", 0],
    ["starting", 1],
    ["down", 1],
  ]);
  expect(events[0]).toMatchObject({ kind: "watcher", system: null, says: expect.stringContaining("a broken file") });
  await rm(folder, { recursive: true });
}, 120_000);
