import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import type { Asked, Stream } from "../happening.ts";

/** A whole stream of events stops: what windows say of it goes stale, and then is nothing. */
export const feedMissing: Fault = defineFault({
  about: "a stream of events stops",
  of: "inputs",
  part: "stream",
  noticedBy: ["stream.*", "input.missing"],
  plan(site) {
    const streams = streamsOf(site);
    const stream = streams[site.trial % Math.max(1, streams.length)];
    if (stream === undefined) return unfit("no decision looks at a stream of events");
    return { says: `no event of ${stream} comes any more`, stream: without(site, stream) };
  },
});

function streamsOf({ stream, from }: FaultSite): readonly string[] {
  const asked = stream.find((one) => one.kind === "asked" && one.at < from && one.online !== undefined);
  return asked?.kind === "asked" ? Object.keys(asked.online?.ages ?? {}) : [];
}

/** Whoever is hit is all of them: a feed that stops, stops. */
function without({ stream, from }: FaultSite, name: string): Stream {
  return stream.flatMap((one) => {
    if (one.at < from || one.kind === "reported") return [one];
    if (one.kind === "pushed") return one.body.stream === name ? [] : [one];
    return [aged(one, { name, from })];
  });
}

/** What is windowed is null: which window is over which stream is not in a receipt, so all of them are. */
function aged(asked: Asked, { name, from }: { readonly name: string; readonly from: number }): Asked {
  const { online } = asked;
  if (online === undefined) return asked;
  const age = (online.ages[name] ?? 0) + asked.at - from;
  const windows = Object.fromEntries(Object.keys(online.windows).map((key) => [key, null]));
  return { ...asked, online: { ...online, windows, ages: { ...online.ages, [name]: age } } };
}
