import { describe, expect, test } from "vitest";
import { readTime } from "./times.ts";

const NOW = Date.UTC(2026, 5, 10, 12);

describe("a time as it was written", () => {
  test.each([
    ["2026-06-08", Date.UTC(2026, 5, 8)],
    ["2026-06-08T14:00", Date.UTC(2026, 5, 8, 14)],
    ["2026-06-08 14:00", Date.UTC(2026, 5, 8, 14)],
    ["2026-06-08T14:00:30.5Z", Date.UTC(2026, 5, 8, 14, 0, 30, 500)],
    ["2026-06-08T14:00+02:00", Date.UTC(2026, 5, 8, 12)],
    ["now", NOW],
    ["6h", NOW - 6 * 3_600_000],
  ])("%s is in UTC unless it says otherwise", (written, expected) => {
    expect(readTime(written, NOW)).toBe(expected);
  });

  test("is so whatever the zone of the machine", () => {
    const before = process.env.TZ;
    process.env.TZ = "America/New_York";
    try {
      expect(readTime("2026-06-08 14:00", NOW)).toBe(Date.UTC(2026, 5, 8, 14));
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  test.each(["2026-02-31", "2026-13-01", "2026-06-08T25:00", "2026-06-08 at noon", "June 8", "99999999w", ""])(
    "%j is none",
    (written) => {
      expect(() => readTime(written, NOW)).toThrow(expect.objectContaining({ code: "cli.time-unread" }));
    },
  );
});
