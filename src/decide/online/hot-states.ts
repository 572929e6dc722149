import type { WindowPlan, WindowState } from "../../features/index.ts";
import { SecondChance } from "./second-chance.ts";
import { type Told, tell } from "./told.ts";

interface Hot {
  readonly state: WindowState;
  /** What the state has yet to be told. */
  told: Told[];
  /** What it took when it was last weighed. */
  bytes: number;
}

/** Larger ones are let go: few entities need them. */
const MOST_SPARE_EVENTS = 4_096;
const MOST_SPARE = 8;
/** So many events are counted at once at most. */
const MOST_TOLD = 256;

/**
 * Decoded states in memory, so many bytes of them. When that is too much, some go that were not asked for lately, and the next
 * entity is read into their arrays: a read builds nothing and leaves little for the collector.
 */
export class HotStates {
  readonly #most: number;
  readonly #states: SecondChance<Hot> = new SecondChance();
  readonly #held: Map<string, number> = new Map();
  readonly #spare: Map<string, WindowState[]> = new Map();
  readonly #isHeld = (name: string): boolean => this.#held.has(name);
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Bytes of all of them, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get(name: string): WindowState | undefined {
    const hot = this.#states.use(name);
    if (hot === undefined) return undefined;
    if (hot.told.length > 0) this.#catchUp(hot);
    return hot.state;
  }

  /** The states of all, when all are in memory. */
  all(names: readonly string[]): readonly WindowState[] | undefined {
    const states: WindowState[] = [];
    for (const name of names) {
      const state = this.get(name);
      if (state === undefined) return undefined;
      states.push(state);
    }
    return states;
  }

  /** Tells of an event whoever is in memory; it is counted when somebody asks, or when there are many. */
  tell(name: string, told: Told): void {
    const hot = this.#states.peek(name);
    if (hot === undefined) return;
    if (hot.told.push(told) >= MOST_TOLD) this.#catchUp(hot);
  }

  put(name: string, state: WindowState): void {
    const hot = { state, told: [], bytes: 0 };
    this.#states.put(name, hot);
    this.#weigh(hot);
    while (this.#bytes > this.#most && this.#letGo());
  }

  /** A state of a plan that nobody needs any more, to be read into, where there is one. */
  spare(plan: WindowPlan): WindowState | undefined {
    return this.#spare.get(plan.id)?.pop();
  }

  /** States that somebody is about to read stay in memory until they are released. */
  hold(names: readonly string[]): void {
    for (const name of names) this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
  }

  release(names: readonly string[]): void {
    for (const name of names) {
      const held = (this.#held.get(name) ?? 0) - 1;
      if (held > 0) this.#held.set(name, held);
      else this.#held.delete(name);
    }
  }

  clear(): void {
    this.#states.clear();
    this.#bytes = 0;
  }

  #catchUp(hot: Hot): void {
    for (const told of hot.told) tell(hot.state, told);
    hot.told = [];
    this.#weigh(hot);
  }

  #weigh(hot: Hot): void {
    const { bytes } = hot.state;
    this.#bytes += bytes - hot.bytes;
    hot.bytes = bytes;
  }

  /** Whether one could go. */
  #letGo(): boolean {
    const left = this.#states.leave(this.#isHeld)?.thing;
    if (left === undefined) return false;
    this.#bytes -= left.bytes;
    this.#reuse(left.state);
    return true;
  }

  #reuse(state: WindowState): void {
    const spare = this.#spare.get(state.plan.id);
    if (state.parts.ring.mask >= MOST_SPARE_EVENTS) return;
    if (spare === undefined) this.#spare.set(state.plan.id, [state]);
    else if (spare.length < MOST_SPARE) spare.push(state);
  }
}
