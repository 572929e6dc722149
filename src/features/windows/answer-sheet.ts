import { blankRow, type Cell, type Kind, type Row } from "../../data/index.ts";
import { cellOf } from "./window-cells.ts";
import { timeSince, unitOf } from "./window-parts.ts";
import type { WindowPlan } from "./window-plan.ts";
import type { WindowState } from "./window-state.ts";

interface AnswerColumn {
  readonly key: string;
  readonly kind: Kind;
  /** Milliseconds in its unit, for the time since something; else 0. */
  readonly unit: number;
  /** Its place among those that are texts; -1 for one that is not. */
  readonly text: number;
}

/** Lines that are made room for at a time. */
const BLOCK = 1_024;
/** What stands in a line before the answers: from when, and until before when, they hold. */
const AHEAD = 2;

/**
 * What the windows of some plans say of many entities, a line for each. While no event comes in and none grows too old, a
 * line says what the states would, for a twentieth of the work. Lines are numbers side by side, which the collector never
 * looks at.
 */
export class AnswerSheet {
  readonly #columns: readonly AnswerColumn[];
  readonly #width: number;
  readonly #blocks: Float64Array[] = [];
  /** The answers that are texts, line by line. */
  readonly #texts: (string | null)[] = [];
  readonly #textWidth: number;
  readonly #blank: Readonly<Record<string, Cell>>;

  constructor(plans: readonly WindowPlan[]) {
    let texts = 0;
    this.#columns = plans.flatMap(({ windows }) =>
      windows.map(({ key, node }) => {
        const unit = node.aggregate === "since-last" ? unitOf(node) : 0;
        return { key, kind: node.kind, unit, text: node.kind === "text" ? texts++ : -1 };
      }),
    );
    this.#textWidth = texts;
    this.#width = AHEAD + this.#columns.length;
    this.#blank = blankRow(this.#columns.map(({ key }) => key));
  }

  /** Bytes that a line takes. */
  get lineBytes(): number {
    return Float64Array.BYTES_PER_ELEMENT * (this.#width + this.#textWidth);
  }

  /** Writes what the states of one entity say, one of each plan in their order, at an instant that none has passed. */
  write(line: number, states: readonly WindowState[], at: number): void {
    const block = this.#blockOf(line);
    const start = this.#startOf(line);
    let until = Number.POSITIVE_INFINITY;
    let column = 0;
    for (const state of states) {
      state.advance(at);
      until = Math.min(until, state.holdsUntil);
      for (const reader of state.parts.readers) {
        const value = reader.lasting(reader);
        const { text } = this.#columns[column] as AnswerColumn;
        block[start + AHEAD + column++] = typeof value === "number" ? value : Number.NaN;
        if (text >= 0) this.#texts[line * this.#textWidth + text] = typeof value === "string" ? value : null;
      }
    }
    block[start] = at;
    block[start + 1] = until;
  }

  /** The instant as of which a line answers whoever asks at one: never before it was written. Undefined when it may be wrong. */
  instant(line: number, asked: number): number | undefined {
    const block = this.#blockOf(line);
    const start = this.#startOf(line);
    const at = Math.max(asked, block[start] as number);
    return at < (block[start + 1] as number) || at === block[start] ? at : undefined;
  }

  /** The answers of a line at such an instant, by key of the window. */
  row(line: number, at: number): Row {
    const block = this.#blockOf(line);
    const start = this.#startOf(line) + AHEAD;
    const row = { ...this.#blank };
    for (let i = 0; i < this.#columns.length; i++) {
      const { key, kind, unit, text } = this.#columns[i] as AnswerColumn;
      const value = block[start + i] as number;
      if (text >= 0) row[key] = this.#texts[line * this.#textWidth + text] ?? null;
      else row[key] = cellOf(kind, unit === 0 ? value : timeSince(at, value, unit));
    }
    return row;
  }

  #blockOf(line: number): Float64Array {
    const number = Math.floor(line / BLOCK);
    while (number >= this.#blocks.length) this.#blocks.push(new Float64Array(BLOCK * this.#width));
    return this.#blocks[number] as Float64Array;
  }

  #startOf(line: number): number {
    return (line % BLOCK) * this.#width;
  }
}
