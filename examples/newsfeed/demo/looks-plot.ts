import { isInsufficient } from "../../../src/kernel/index.ts";
import { type IntervalPlot, intervalPlot, type Tone } from "../../../src/report/index.ts";
import { type Estimated, mapEstimate } from "../../../src/stats/index.ts";
import type { Look, Proven } from "./prove.ts";

/** Rows that the plot has at most. */
const MOST = 4;

/** The difference in money night by night, each with the interval that may be looked at every night. */
export function looksPlot({ looks }: Pick<Proven, "looks">): IntervalPlot {
  const known = looks.filter(({ difference }) => !isInsufficient(difference));
  const shown = known.length <= MOST ? known : [known[0] as Look, ...known.slice(1 - MOST)];
  return intervalPlot({
    title: "Models less rule, money per 1,000 readers, 95% however often one looks",
    value: { label: "Money per 1,000 readers", unit: { currency: "USD" } },
    items: shown.map(({ day, readers, difference }) => ({
      name: `night ${day}, ${readers.toLocaleString("en-US")} readers`,
      estimate: perThousand(difference),
      tone: toneOf(difference),
    })),
    reference: { at: 0, label: "no difference" },
  });
}

function perThousand(found: Estimated): Estimated {
  return isInsufficient(found) ? found : mapEstimate(found, (perReader) => Number((1_000 * perReader).toPrecision(3)));
}

function toneOf(found: Estimated): Tone {
  if (isInsufficient(found)) return "unknown";
  if (found.low > 0) return "good";
  return found.high < 0 ? "bad" : "neutral";
}
