import type { Row } from "../../data/index.ts";
import { AnswerSheet, type WindowState } from "../../features/index.ts";
import type { OnlinePlan } from "./online-plan.ts";
import { SecondChance } from "./second-chance.ts";

/** What the windows say of an entity as of an instant. */
export interface HeldAnswer {
  readonly at: number;
  readonly windows: Row;
}

/** Bytes that an entity takes beside its line, about. */
const ENTRY_BYTES = 160;

/**
 * What the windows last said of entities, for as long as it is so: most are asked about far more often than something changes
 * about them. 20 windows are answered from here in 1 µs, from a state in memory in 8, from a stored one in 25.
 */
export class HeldAnswers {
  readonly #sheet: AnswerSheet;
  readonly #most: number;
  readonly #lines: SecondChance<number> = new SecondChance();
  /** Lines of entities that were forgotten. */
  #free: number[] = [];

  /** So many bytes of answers, about. */
  constructor({ streams }: OnlinePlan, bytes: number) {
    this.#sheet = new AnswerSheet(streams.map(({ plan }) => plan));
    this.#most = Math.max(1, Math.floor(bytes / (this.#sheet.lineBytes + ENTRY_BYTES)));
  }

  /** What the windows say as of an instant, or of the later one when they were last asked; undefined when that may be wrong. */
  at(entity: string, asked: number): HeldAnswer | undefined {
    const line = this.#lines.use(entity);
    const at = line === undefined ? undefined : this.#sheet.instant(line, asked);
    return line === undefined || at === undefined ? undefined : { at, windows: this.#sheet.row(line, at) };
  }

  /** Asks the states of an entity, one for each stream, at an instant that none has passed, and holds what they say. */
  ask(entity: string, states: readonly WindowState[], at: number): HeldAnswer {
    const line = this.#lines.peek(entity) ?? this.#newLine(entity);
    this.#sheet.write(line, states, at);
    return { at, windows: this.#sheet.row(line, at) };
  }

  /** An event is told of, about this entity. */
  forget(entity: string): void {
    const line = this.#lines.remove(entity);
    if (line !== undefined) this.#free.push(line);
  }

  clear(): void {
    this.#lines.clear();
    this.#free = [];
  }

  #newLine(entity: string): number {
    const isFull = this.#lines.size >= this.#most;
    const line = isFull ? this.#lines.leave(NOBODY)?.thing : this.#free.pop();
    const found = line ?? this.#lines.size;
    this.#lines.put(entity, found);
    return found;
  }
}

const NOBODY = (): boolean => false;
