import { policyInvalid, refuseOthers } from "./refuse.ts";

/** How a policy tries what it does not think best, so that what it would bring can be learned. */
export type Explore = Epsilon | Softmax | Thompson;

/** A share of decisions is left to chance. */
export interface Epsilon {
  readonly explore: "epsilon";
  /** In (0, 1]. */
  readonly share: number;
}

/** The better, the likelier: a difference of one temperature makes one choice e times as likely as the other. */
export interface Softmax {
  readonly explore: "softmax";
  /** In the unit of what is compared: the score, or the money of an answer. Above 0. */
  readonly temperature: number;
}

/** Each choice with the probability that it is the best, under what is known of how far off expectations are. */
export interface Thompson {
  readonly explore: "thompson";
  /** How far off an expectation may be before anything was seen: the standard deviation of the prior, in its own unit. */
  readonly scale: number;
}

/**
 * Leaves a share of decisions to chance: every allowed choice is then as likely as every other; under a capacity, acting is
 * as likely as the capacity is large, so that exploring spends no more than its share.
 *
 * @example actIf({ threshold: "from-payoff", explore: epsilon(0.05) })
 */
export function epsilon(share: number): Epsilon {
  if (!(share > 0 && share <= 1))
    throw policyInvalid({ what: "`epsilon` takes a share above 0 and at most 1", got: String(share) });
  return Object.freeze({ explore: "epsilon", share });
}

/**
 * Chooses in proportion to e^(value / temperature).
 *
 * @example pickLabel({ head: "department", explore: softmax({ temperature: 0.5 }) })
 */
export function softmax(options: { readonly temperature: number }): Softmax {
  refuseOthers("`softmax` takes `temperature`", options, ["temperature"]);
  const { temperature } = options;
  if (!(Number.isFinite(temperature) && temperature > 0))
    throw policyInvalid({ what: "A temperature is a finite number above 0", got: String(temperature) });
  return Object.freeze({ explore: "softmax", temperature });
}

/**
 * Chooses each with the probability that it is the best (Thompson, 1933): what is expected of a choice may be off by
 * `scale` before anything was seen, and by less the more was.
 *
 * @example actIf({ threshold: "from-payoff", explore: thompson({ scale: 0.05 }) })
 */
export function thompson(options: { readonly scale: number }): Thompson {
  refuseOthers("`thompson` takes `scale`", options, ["scale"]);
  const { scale } = options;
  if (!(Number.isFinite(scale) && scale > 0))
    throw policyInvalid({ what: "A scale is a finite number above 0", got: String(scale) });
  return Object.freeze({ explore: "thompson", scale });
}

const WAYS: readonly string[] = ["epsilon", "softmax", "thompson"];

/** Throws `policy.invalid` unless it is one of the given ways to explore. */
export function requireExplore(explore: unknown, ways: readonly string[] = WAYS): void {
  const way = typeof explore === "object" && explore !== null ? (explore as { explore?: unknown }).explore : undefined;
  if (!ways.includes(String(way)))
    throw policyInvalid({
      what: `\`explore\` is made by ${ways.map((one) => `\`${one}\``).join(", ")}`,
      got: JSON.stringify(explore) ?? "nothing",
    });
}
