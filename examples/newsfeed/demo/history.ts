import { writeFile } from "node:fs/promises";
import { type Newsfeed, newsfeedKinds, newsfeedStart } from "../../../src/sim/index.ts";

type Cell = string | number | boolean | null;

/** What was shown before there was any model: four weeks, half of all opportunities, drawn by lot. */
export interface Past {
  readonly visitors: number;
  readonly days: number;
}

const DAY = 86_400_000;

/** When the past ends and the experiment begins. */
export function endOf({ days }: Past): number {
  return newsfeedStart + days * DAY;
}

/** Writes the history as the CSV file that the system file names as its source; resolves to the number of rows. */
export async function writeHistory(feed: Newsfeed, past: Past, file: string): Promise<number> {
  const rows = feed.history({ ...past, start: newsfeedStart });
  const columns = Object.keys(newsfeedKinds);
  const lines = rows.map((row) => columns.map((name) => cellOf(name, row[name] ?? null)).join(","));
  await writeFile(file, `${columns.join(",")}\n${lines.join("\n")}\n`);
  return rows.length;
}

/** No text of this business needs quotes. */
function cellOf(name: string, cell: Cell): string {
  if (cell === null) return "";
  return newsfeedKinds[name] === "time" ? new Date(Number(cell)).toISOString() : String(cell);
}
