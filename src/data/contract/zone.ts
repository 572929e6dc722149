const HOUR = 3_600_000;

/** Whether the name of a time zone is known, such as `Europe/Berlin`. */
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== "string" || zone === "") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Turns what a clock on the wall shows, as milliseconds as if it were UTC, into the instant. */
export type FromWall = (wall: number) => number;

/**
 * Reads local times of a zone. NaN for a time that the clock shows twice, when summer time ends, or never, when it begins.
 */
export function fromWall(zone: string): FromWall {
  const offset = offsetIn(zone);
  return (wall) => {
    // A zone changes its offset at most once in two days: one of the two offsets around is the right one.
    const around = [offset(wall - 24 * HOUR), offset(wall + 24 * HOUR)];
    const instants = [...new Set(around)].map((o) => wall - o).filter((at) => at + offset(at) === wall);
    return instants.length === 1 ? (instants[0] ?? Number.NaN) : Number.NaN;
  };
}

/** Milliseconds by which a zone is ahead of UTC at an instant. Offsets change on quarters of an hour: each is asked once. */
function offsetIn(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / (HOUR / 4));
    const found = known.get(quarter) ?? offsetAt(format, quarter * (HOUR / 4));
    known.set(quarter, found);
    return found;
  };
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return Number.NaN;
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, second);
  return wall.getTime() - at;
}
