import { type BinnedTraining, cellsOf } from "./binned-training.ts";
import type { Circles } from "./constraints.ts";
import type { Answers, Engine, SplitRules } from "./engine.ts";

/** What a tree must respect. */
export interface GrowRules extends SplitRules {
  readonly numLeaves: number;
  /** 0 or less: no limit. */
  readonly maxDepth: number;
  readonly learningRate: number;
}

/** What growing needs besides its task; the scratch space is kept from tree to tree. */
export interface Bench {
  readonly engine: Engine;
  readonly data: BinnedTraining;
  readonly rules: GrowRules;
  /** Per feature: 1, the score must not fall when it rises; -1, must not rise; 0. */
  readonly directions: Int8Array;
  readonly circles: Circles;
  readonly answers: Answers;
  /** The bins of each feature, row after row. */
  readonly columns: readonly Uint8Array[];
  readonly sides: Uint8Array;
  /** Which features the counted leaf may use, and its sibling. */
  readonly masks: readonly [Uint8Array, Uint8Array];
  readonly idle: Int32Array[];
}

/** What features may do. */
export interface Limits {
  readonly directions: Int8Array;
  readonly circles: Circles;
}

/** A bench with fresh scratch space. */
export function benchFor(
  engine: Engine,
  data: BinnedTraining,
  { rules, directions, circles }: Limits & { readonly rules: GrowRules },
): Bench {
  const { arena } = engine;
  const features = data.features.length;
  const words = arena.ints(32 * features);
  const bytes = arena.bytes(features);
  const own = new Int8Array(bytes.buffer, bytes.byteOffset, features);
  own.set(directions);
  return {
    engine,
    data,
    rules,
    directions: own,
    circles,
    answers: { words, reals: new Float64Array(words.buffer, words.byteOffset, words.length / 2) },
    columns: data.features.map((_, f) => data.bins.subarray(f * data.rows, (f + 1) * data.rows)),
    sides: arena.bytes(256),
    masks: [arena.bytes(features), arena.bytes(features)],
    idle: [],
  };
}

/** A histogram that nobody uses, with whatever it held. */
export function spareHistogram({ idle, engine, data }: Bench): Int32Array {
  return idle.pop() ?? engine.arena.ints(2 * cellsOf(data));
}
