import { writeFile } from "node:fs/promises";
import type { Report } from "../../../src/sim/index.ts";
import type { Chance } from "./world.ts";

type Cell = string | number | boolean | null;

/** The business's own table of what was shown by lot, from which a CSV file is exported: what the system file names as its source. */
export interface Warehouse {
  /** A post that was shown, with everything that will ever be reported of it. */
  add(chance: Chance, reports: readonly Report[]): void;
  /** Writes what is known by now of the posts since then; resolves to the number of rows. */
  export(now: number, since: number): Promise<number>;
}

const DAY = 86_400_000;
/** Within which time an outcome counts, as the system file says. */
const WITHIN = { engaged: DAY, pleased: DAY, violated: 2 * DAY } as const;
type Outcome = keyof typeof WITHIN;

interface Shown {
  readonly at: number;
  readonly cells: readonly Cell[];
  readonly happened: ReadonlySet<Outcome>;
}

/** An empty table that exports to a file. */
export function openWarehouse(file: string): Warehouse {
  const shown: Shown[] = [];
  let fields: readonly string[] = [];
  return {
    add({ at, given }, reports) {
      fields = Object.keys(given);
      const inTime = reports.filter((one) => one.value === true && one.at - at <= WITHIN[one.outcome as Outcome]);
      shown.push({
        at,
        cells: Object.values(given) as Cell[],
        happened: new Set(inTime.map((one) => one.outcome as Outcome)),
      });
    },
    async export(now, since) {
      const rows = shown.filter(({ at }) => at >= since && at <= now - WITHIN.engaged);
      const lines = rows.map((row) => lineOf(row, now));
      const columns = [...fields, "shown_at", ...Object.keys(WITHIN)];
      await writeFile(file, `${columns.join(",")}\n${lines.join("\n")}\n`);
      return rows.length;
    },
  };
}

/** What is too young to be known is left open. No text of this business needs quotes. */
function lineOf({ at, cells, happened }: Shown, now: number): string {
  const outcomes = Object.entries(WITHIN).map(([name, within]) =>
    at + within <= now ? String(happened.has(name as Outcome)) : "",
  );
  return [...cells.map((cell) => String(cell ?? "")), new Date(at).toISOString(), ...outcomes].join(",");
}
