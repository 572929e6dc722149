import { type BinnedTraining, cellsOf } from "../binning/binned-training.ts";
import type { Answers, Engine, GrowRules } from "../engine.ts";
import type { Circles } from "./constraints.ts";

/** What growing needs besides its task; the scratch space is kept from tree to tree. */
export interface GrowSpace {
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

/** What growing needs, with fresh scratch space. */
export function growSpace(
  engine: Engine,
  { data, rules, directions, circles }: Pick<GrowSpace, "data" | "rules" | "directions" | "circles">,
): GrowSpace {
  const { arena } = engine;
  const features = data.features.length;
  const words = arena.ints(32 * features);
  return {
    engine,
    data,
    rules,
    directions,
    circles,
    answers: { words, reals: new Float64Array(words.buffer, words.byteOffset, words.length / 2) },
    columns: data.features.map((_, f) => data.bins.subarray(f * data.rows, (f + 1) * data.rows)),
    sides: arena.bytes(256),
    masks: [arena.bytes(features), arena.bytes(features)],
    idle: [],
  };
}

/** A histogram that nobody uses, with whatever it held. */
export function spareHistogram({ idle, engine, data }: GrowSpace): Int32Array {
  return idle.pop() ?? engine.arena.ints(2 * cellsOf(data));
}
