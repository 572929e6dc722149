import type { Clock } from "../../kernel/index.ts";

/**
 * Orders decisions and events, so that a decision at `t` saw exactly the events that were learned of by `t`: an event's
 * instant lies after every decision made so far, and a decision made while events are being stored stands just before
 * them. Waits for nobody; in a quiet moment it shows what the clock shows.
 */
export class OnlineClock {
  readonly #clock: Clock;
  /** No event may be dated at or before this instant any more. */
  #past: number = Number.NEGATIVE_INFINITY;
  /** The instants of the events that are being stored or taken in, the earliest first. */
  readonly #underWay: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The instant as of which to decide now. */
  asOf(): number {
    const [earliest = Number.POSITIVE_INFINITY] = this.#underWay;
    this.#past = Math.max(this.#past, Math.min(this.#clock.now(), earliest - 1));
    return this.#past;
  }

  /** The instant at which events are learned of that are stored next; {@link settled} has to follow, once for each. */
  stamp(): number {
    const latest = this.#underWay.at(-1) ?? this.#past;
    const at = Math.max(this.#clock.now(), latest + 1);
    this.#underWay.push(at);
    return at;
  }

  /** The earliest events under way are in the view. */
  settled(): void {
    this.#past = Math.max(this.#past, this.#underWay.shift() ?? this.#past);
  }
}
