import { mkdir } from "node:fs/promises";
import { whenFree } from "../sqlite-database.ts";
import { openCatalogue } from "./catalogue.ts";
import { type Durability, makeSegment, openSegment, type Segment, sealedAt, segmentNumbers } from "./segment-file.ts";

/**
 * The segment that takes entries, made where there is none. A segment whose making was interrupted is finished: its
 * predecessor says where it begins.
 */
export async function newestSegment(folder: string, durability: Durability = "fsync"): Promise<Segment> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const numbers = await segmentNumbers(folder);
  for (const number of numbers.toReversed()) {
    const segment = await openSegment(folder, number, { durability });
    if (segment === undefined) continue;
    const last = await whenFree(() => sealedAt(segment));
    if (last === undefined) return segment;
    segment.database.close();
    return await makeSegment(folder, { number: number + 1, first: last + 1, durability });
  }
  const { segment, seq } = compacted(folder);
  return await makeSegment(folder, { number: Math.max(segment, 0) + 1, first: seq + 1, durability });
}

/** Where to go on when no segment is left. */
function compacted(folder: string): { readonly segment: number; readonly seq: number } {
  const catalogue = openCatalogue(folder);
  const mark = catalogue?.mark("compacted") ?? { segment: 0, seq: 0 };
  catalogue?.close();
  return mark;
}
