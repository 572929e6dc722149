const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function three(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function pair(value: number, big: readonly [number, string], small: readonly [number, string]): string {
  const units = Math.round(value / small[0]);
  const perBig = Math.round(big[0] / small[0]);
  const rest = units % perBig;
  const whole = `${Math.floor(units / perBig).toLocaleString("en-US")} ${big[1]}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small[1]}`;
}

/** Milliseconds, zero or more, as a person says them: `850 µs`, `12.3 ms`, `4.2 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0 s";
  if (Number(ms.toPrecision(3)) < 1) return `${three(ms * 1_000)} µs`;
  if (Number(ms.toPrecision(3)) < SECOND) return `${three(ms)} ms`;
  if (Number(ms.toPrecision(3)) < MINUTE) return `${three(ms / SECOND)} s`;
  if (Math.round(ms / SECOND) < HOUR / SECOND) return pair(ms, [MINUTE, "min"], [SECOND, "s"]);
  if (Math.round(ms / MINUTE) < DAY / MINUTE) return pair(ms, [HOUR, "h"], [MINUTE, "min"]);
  return pair(ms, [DAY, "d"], [HOUR, "h"]);
}

/** Bytes, zero or more, in decimal units: `812 B`, `1.5 kB`, `23.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let size = bytes;
  let unit = 0;
  while (Number(size.toPrecision(3)) >= 1_000 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${three(size)} ${units[unit]}`;
}

/** An instant in UTC: the day alone at midnight, else day and minute. */
export function formatTime(instant: number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return "–";
  const [day = "", clock = ""] = date.toISOString().split("T");
  return instant % DAY === 0 ? day : `${day} ${clock.slice(0, 5)}`;
}
