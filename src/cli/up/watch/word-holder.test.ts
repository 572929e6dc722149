import { expect, test } from "vitest";
import { wordHolder } from "./word-holder.ts";

const holder = { pid: 4711, host: "one", since: Date.UTC(2026, 10, 23, 14, 5) };

test("who watches is named with its machine, since when, and how to end it", () => {
  const at = (host: string, isRunning = true): string =>
    wordHolder({ system: "shop", holder, host, isRunning: () => isRunning });
  expect(at("one")).toBe(
    "process 4711 of this machine watches shop since 2026-11-23 14:05 UTC: `kill 4711` or Ctrl-C ends it",
  );
  expect(at("two")).toBe(
    "process 4711 of one watches shop since 2026-11-23 14:05 UTC: `kill 4711` or Ctrl-C there ends it",
  );
  expect(at("one", false)).toBe("process 4711 of this machine, which watched shop since 2026-11-23 14:05 UTC, is gone");
  expect(wordHolder({ system: "shop", holder: undefined })).toBe("another process watches shop");
});

test("whether a process of this machine runs is asked of the machine", () => {
  const here = (pid: number): string => wordHolder({ system: "shop", holder: { ...holder, pid }, host: "one" });
  expect(here(process.pid)).toContain("ends it");
  // Larger than any number that a process gets.
  expect(here(2 ** 30)).toContain("is gone");
});
