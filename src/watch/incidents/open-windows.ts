import { type Instant, insufficient, isInsufficient, milliseconds } from "../../kernel/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { JoinedDecision } from "../measured/joined.ts";
import type { JoinedBoth } from "./explained.ts";
import type { Movement } from "./movement.ts";

/** Decisions whose outcomes may still come; what is read off outcomes leaves them out, whatever was done. */
export interface OpenWindows {
  readonly good: number;
  readonly bad: number;
  /** When the last of their windows closes; null where none is open. */
  readonly until: Instant | null;
}

/** Counts the decisions whose price waits for an outcome. */
export function openWindows(system: SystemDefinition, { good, bad }: JoinedBoth): OpenWindows {
  const windows = targetsOf(system).flatMap((name) => {
    const within = system.outcomes[name]?.within;
    return within === undefined ? [] : [{ name, ms: milliseconds(within) }];
  });
  const isOpen = ({ told }: JoinedDecision): boolean => windows.some(({ name }) => told[name] === undefined);
  const open = { good: good.filter(isOpen), bad: bad.filter(isOpen) };
  const longest = Math.max(0, ...windows.map(({ ms }) => ms));
  const last = [...open.good, ...open.bad].reduce((latest, { decision }) => Math.max(latest, decision.at), -Infinity);
  return { good: open.good.length, bad: open.bad.length, until: last === -Infinity ? null : last + longest };
}

/** Why a movement of money cannot be told while windows are open. */
export const OUTCOMES_OPEN = "outcomes-open";

/** A movement; where too few of its decisions have a price, and others are open, that is why. */
export function withOpen(movement: Movement, open: OpenWindows): Movement {
  if (movement.measure !== "value" || open.until === null) return movement;
  const side = (which: "good" | "bad"): Movement["good"] =>
    isInsufficient(movement[which]) && open[which] > 0 ? insufficient(OUTCOMES_OPEN) : movement[which];
  const [good, bad] = [side("good"), side("bad")];
  const waits = [good, bad].find((one) => isInsufficient(one) && one.reason === OUTCOMES_OPEN);
  const change = waits !== undefined && isInsufficient(waits) ? waits : movement.change;
  return { ...movement, good, bad, change };
}
