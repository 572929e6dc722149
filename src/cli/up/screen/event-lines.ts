import type { Look, UpEvent } from "../look.ts";
import { type Line, span } from "./spans.ts";
import { secondOf } from "./words.ts";

/** The last events, the newest first, in so many lines at most; none in less than two. */
export function eventLines({ events }: Pick<Look, "events">, most: number): readonly Line[] {
  if (events.length === 0 || most < 2) return [];
  return [
    { left: [span("Last", "quiet")] },
    ...events
      .slice(1 - most)
      .toReversed()
      .map(eventLine),
  ];
}

function eventLine({ at, system, kind, says }: UpEvent): Line {
  const whose = system === null ? "" : `${system}: `;
  return { left: [span(`  ${secondOf(at)}  ${kind.padEnd(8)} `, "quiet"), span(`${whose}${says}`)] };
}
