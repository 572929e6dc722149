import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import { type Asked, inOrder, type Stream } from "../happening.ts";
import { isHit } from "../hit.ts";

/** How many times as many questions as people ask. */
const TIMES = 5;

/** One entity asks thousands of times. */
export const trafficBots: Fault = defineFault({
  about: "one entity asks thousands of times",
  of: "traffic",
  part: "server",
  noticedBy: ["traffic.leapt", "input.stuck"],
  plan(site) {
    const first = site.stream.find((one): one is Asked => one.kind === "asked" && one.at < site.from);
    if (first === undefined) return unfit("nobody has asked before");
    return { says: `${first.entity} asks ${TIMES} times as often as everybody together`, stream: flooded(site, first) };
  },
});

function flooded(site: FaultSite, bot: Asked): Stream {
  const floods = site.stream.flatMap((one): Asked[] => {
    if (one.kind !== "asked" || !isHit(site, one)) return [];
    return Array.from({ length: TIMES }, (_, i) => ({ ...bot, id: `${one.id}:bot${i}`, at: one.at }));
  });
  return inOrder([...site.stream, ...floods]);
}
