import type { DesignCase } from "./design-case.ts";
import { readHoldback, readLatencyParts, readLatencyPrice } from "./read-arms.ts";
import { readCohorts } from "./read-cohorts.ts";
import { readDisagreement } from "./read-disagreement.ts";
import { readStepped, readSwitchback } from "./read-time.ts";
import type { DesignReading } from "./reading.ts";

const READERS: Readonly<Record<string, (of: DesignCase) => DesignReading>> = {
  "c-t1-t2": readLatencyParts,
  "latency-price": readLatencyPrice,
  holdback: readHoldback,
  disagreement: readDisagreement,
  switchback: readSwitchback,
  stepped: readStepped,
  cohorts: readCohorts,
};

/** Whether arms hold the same entities all along, so that comparing them unit by unit means something. */
export function hasSteadyArms(design: string): boolean {
  return !["switchback", "stepped", "interleaving"].includes(design);
}

/** What an experiment tells by its design; undefined where that is the plain comparison of its arms and no more. */
export function readDesign(of: DesignCase): DesignReading | undefined {
  return READERS[of.terms.design]?.(of);
}
