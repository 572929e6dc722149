import { isInsufficient } from "../../kernel/index.ts";
import { formatNumber } from "../../report/index.ts";
import { mapEstimate, noMoments } from "../../stats/index.ts";
import type { DesignCase } from "./design-case.ts";
import { holdbackValue } from "./holdback.ts";
import { latencyParts } from "./latency-parts.ts";
import { latencyPrice } from "./latency-price.ts";
import { type DesignReading, money, toneOfFound, wordFinding } from "./reading.ts";
import { moneyIn, unitRows } from "./unit-rows.ts";

const PER = "per entity";

/** Reads C/T1/T2: arms `control`, `slowed` and the treatment. */
export function readLatencyParts({ terms, arms, priced, currency, level }: DesignCase): DesignReading {
  const rows = unitRows(priced, { stay: true });
  const slowed = arms.find(({ delayMs }) => delayMs !== undefined);
  const treatment = arms.find(({ arm }) => arm !== terms.control && arm !== slowed?.arm);
  const of = (arm: string | undefined) => (arm === undefined ? noMoments : moneyIn(rows, arm));
  const parts = latencyParts(
    { control: of(terms.control), treatment: of(treatment?.arm), third: of(slowed?.arm) },
    "slowed",
    level,
  );
  const { decisions, latency, whole } = parts;
  const told = (found: typeof whole): string => wordFinding({ found, per: PER }, currency);
  return {
    design: terms.design,
    experiment: terms.name,
    sentence: `The decisions by themselves bring ${told(decisions)}; waiting for them brings ${told(latency)}.`,
    tone: toneOfFound(whole),
    findings: [
      { what: "the decisions", found: decisions, per: PER, note: `the treatment against “${slowed?.arm}”, as slow` },
      { what: "the waiting", found: latency, per: PER, note: `“${slowed?.arm}” against “${terms.control}”` },
      { what: "both together", found: whole, per: PER, note: "what a release would bring" },
    ],
    remarks: [],
  };
}

/** A price in milliseconds is told by this many: one is worth too little to read. */
const STEP = 100;
/** A line is called bent below this p-value. */
const BENT = 0.05;

/** Reads latency-price: every arm is a delay. */
export function readLatencyPrice({ terms, arms, priced, currency, level }: DesignCase): DesignReading {
  const rows = unitRows(priced, { stay: true });
  const price = latencyPrice(
    arms.map(({ arm, delayMs = 0 }) => ({ delayMs, money: moneyIn(rows, arm) })),
    level,
  );
  const { perMs, straight, upToMs } = price;
  const found = isInsufficient(perMs) ? perMs : mapEstimate(perMs, (value) => value * STEP);
  const per = `${PER} for every ${STEP} ms`;
  const bent = !isInsufficient(straight) && straight < BENT;
  return {
    design: terms.design,
    experiment: terms.name,
    sentence: `Waiting longer brings ${wordFinding({ found, per }, currency)}.`,
    tone: toneOfFound(found),
    findings: [
      { what: "waiting", found, per },
      ...arms
        .filter(({ delayMs = 0 }) => delayMs > 0)
        .map(({ arm, delayMs = 0 }) => ({
          what: `“${arm}”`,
          found: isInsufficient(perMs) ? perMs : mapEstimate(perMs, (value) => value * delayMs),
          per: PER,
          note: `by the line, at ${formatNumber(delayMs, "count")} ms`,
        })),
    ],
    remarks: [
      `Measured up to ${formatNumber(upToMs, "count")} ms: beyond that the price is a guess.`,
      ...(bent
        ? ["A straight line does not describe the delays (p < 0.05): the price of one is not that of another."]
        : []),
    ],
  };
}

/** Reads a holdback. */
export function readHoldback({ terms, arms, priced, currency, level }: DesignCase): DesignReading {
  const rows = unitRows(priced, { stay: true });
  const served = arms.find(({ arm }) => arm !== terms.control)?.arm ?? "";
  const { perUnit, total, forgone } = holdbackValue(
    { served: moneyIn(rows, served), heldBack: moneyIn(rows, terms.control) },
    level,
  );
  const whole = isInsufficient(total) ? "" : `, ${money(total.value, currency)} in all so far`;
  return {
    design: terms.design,
    experiment: terms.name,
    sentence: `The system brings ${wordFinding({ found: perUnit, per: PER }, currency)} than doing without it${whole}.`,
    tone: toneOfFound(perUnit),
    findings: [
      { what: "the system", found: perUnit, per: PER },
      { what: "all who were served", found: total, per: "in all" },
      { what: "forgone by the holdback", found: forgone, per: "in all", note: "what knowing it costs" },
    ],
    remarks: [],
  };
}
