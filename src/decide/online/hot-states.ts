import { type WindowPlan, WindowState } from "../../features/index.ts";
import { type Told, tell } from "./told.ts";

interface Hot {
  readonly state: WindowState;
  /** What the state has yet to be told. */
  told: Told[];
  /** Asked for since it was last looked over. */
  isUsed: boolean;
}

/** Larger ones are let go: few entities need them. */
const MOST_SPARE_EVENTS = 4_096;
const MOST_SPARE = 8;
/** So many events are counted at once at most. */
const MOST_TOLD = 256;

/**
 * Decoded states in memory. When they are too many, one goes that was not asked for since the last look at it (second
 * chance), and the next entity is read into its arrays: a read builds nothing and leaves little for the collector.
 */
export class HotStates {
  readonly #most: number;
  readonly #states: Map<string, Hot> = new Map();
  readonly #held: Map<string, number> = new Map();
  readonly #spare: Map<string, WindowState[]> = new Map();

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string): WindowState | undefined {
    const hot = this.#states.get(name);
    if (hot === undefined) return undefined;
    hot.isUsed = true;
    if (hot.told.length > 0) catchUp(hot);
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
    const hot = this.#states.get(name);
    if (hot === undefined) return;
    if (hot.told.push(told) >= MOST_TOLD) catchUp(hot);
  }

  put(name: string, state: WindowState): void {
    this.#states.set(name, { state, told: [], isUsed: true });
    if (this.#states.size > this.#most) this.#letGo();
  }

  /** A state of a plan that knows of nobody yet: one that nobody needs any more, where there is one. */
  emptied(plan: WindowPlan): WindowState {
    const spare = this.#spare.get(plan.id)?.pop();
    spare?.clear();
    return spare ?? new WindowState(plan);
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
  }

  /** Looks over each state twice at most: the first look may find every one of them used. */
  #letGo(): void {
    let left = 2 * this.#states.size;
    for (const [name, hot] of this.#states) {
      if (left-- === 0) return;
      if (!hot.isUsed && !this.#held.has(name)) {
        this.#states.delete(name);
        this.#reuse(hot.state);
        return;
      }
      hot.isUsed = false;
      // The order of a map is that of coming in: what is put in again stands last, and this loop meets it again.
      this.#states.delete(name);
      this.#states.set(name, hot);
    }
  }

  #reuse(state: WindowState): void {
    const spare = this.#spare.get(state.plan.id);
    if (state.parts.ring.mask >= MOST_SPARE_EVENTS) return;
    if (spare === undefined) this.#spare.set(state.plan.id, [state]);
    else if (spare.length < MOST_SPARE) spare.push(state);
  }
}

function catchUp(hot: Hot): void {
  for (const told of hot.told) tell(hot.state, told);
  hot.told = [];
}
