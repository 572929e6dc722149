import { hashUniform } from "../../../kernel/index.ts";
import { defineFault, type Fault, type FaultSite } from "../fault.ts";
import type { Happening } from "../happening.ts";

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
/** The least part of the usual traffic, at the dead of night and at the weekend. */
const [NIGHT, WEEKEND] = [0.4, 0.6];

/** Days and nights, weekdays and weekends: no fault, and always so. Whoever calls it one cries wolf. */
export const season: Fault = defineFault({
  about: "fewer ask at night and at the weekend, as ever",
  of: "none",
  part: "server",
  noticedBy: [],
  plan: (site) => ({ says: "fewer ask at night and at the weekend", stream: thinned(site) }),
});

/** From the very beginning, so that it is nothing new; reports of those who did not ask are left out. */
function thinned({ stream, seed }: FaultSite): readonly Happening[] {
  const gone = new Set<string>();
  return stream.filter((one) => {
    if (one.kind === "asked") {
      const stays = hashUniform(`season ${seed} ${one.id}`) < shareAt(one.at);
      if (!stays) gone.add(one.id);
      return stays;
    }
    return one.kind === "pushed" || !gone.has(one.body.decision);
  });
}

/** The share that comes at an instant: a wave over the day, times less at the weekend. 1970 began on a Thursday. */
function shareAt(at: number): number {
  const hour = (at / HOUR) % 24;
  const day = Math.floor(((at % WEEK) / HOUR + 72) / 24) % 7;
  const wave = (1 - Math.cos((2 * Math.PI * (hour - 3)) / 24)) / 2;
  return (NIGHT + (1 - NIGHT) * wave) * (day >= 5 ? WEEKEND : 1);
}
