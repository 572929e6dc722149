import type { Arena } from "./arena.ts";
import type { BinnedRows, BinnedTraining } from "./binning/binned-training.ts";
import type { TreeNode } from "./node.ts";

/**
 * The inner loops of boosting. There are two: the readable reference in TypeScript, which says what is meant, and the
 * kernel in WebAssembly, which gives the same bits sooner, on as many threads as there are.
 */
export interface Engine {
  readonly arena: Arena;
  /** Chooses the cuts of columns of numbers, and bins their rows. */
  readonly cut: (cutting: Cutting) => void;
  readonly assign: (column: Column) => void;
  /** Counts the codes of a column of text, from -1 on. */
  readonly tallyCodes: (codes: Int32Array, counts: Int32Array) => void;
  readonly assignCodes: (column: CodedColumn) => void;
  /** Counts the rows of each bin of each column: 256 numbers per column. */
  readonly tally: (columns: BinnedRows, counts: Int32Array) => void;
  /** Copies the columns of those numbers into a table, row by row. */
  readonly transpose: (columns: BinnedRows, table: Table) => void;
  readonly derive: (derivation: Derivation) => void;
  /** Writes the pairs of lambdarank. */
  readonly rank: (ranking: Ranking) => void;
  /** Sums |gradient| and hessian over all rows. */
  readonly sum: (pairs: Float32Array) => Pair;
  readonly quantise: (pairs: Float32Array, by: Quantising) => void;
  /** Sums the cells of the first `count` rows of a list. */
  readonly total: (cells: Int32Array, rows: Int32Array, count: number) => Pair;
  readonly settle: (counting: Counting, asked: Asked) => void;
  /** Sorts a leaf's rows by side, stably; says how many go left. */
  readonly partition: (division: Division) => number;
  readonly addSpans: (addition: Addition) => void;
  readonly walk: (walked: Walked) => void;
  /** Grows whole trees by itself, if it can: undefined where its memory does not reach. */
  readonly grower?: (planting: Planting) => Grower | undefined;
}

/** Grows the trees of a round. */
export interface Grower {
  grow(order: RoundOrder): readonly TreeNode[];
}

/** What all trees of a fit have in common. */
export interface Planting {
  readonly data: BinnedTraining;
  readonly rules: GrowRules;
  /** Per feature: 1, the score must not fall when it rises; -1, must not rise; 0. */
  readonly directions: Int8Array;
  /** Trees in a round. */
  readonly trees: number;
}

export interface RoundOrder {
  /** Row numbers, ascending; the first `count` count. */
  readonly rows: Int32Array;
  readonly count: number;
  readonly trees: readonly TreeOrder[];
  /** Where the trees' values are added, output after output. Undefined: nowhere. */
  readonly scores: Float64Array | undefined;
}

export interface TreeOrder {
  /** One per output that the tree is for. */
  readonly wants: readonly Quantities[];
  /** Per feature, 1: the tree may use it. Undefined: it may use all. */
  readonly allowed: Uint8Array | undefined;
  /** Not 0: only one cut of each number is looked at, drawn by this salt. */
  readonly salt: number;
}

/** Gradients as whole numbers of units. */
export interface Quantities {
  /** Hessian and gradient of every row of the data, side by side. */
  readonly cells: Int32Array;
  /** What one unit is worth. */
  readonly unit: Pair;
}

/** A gradient (or the sum of some) and a hessian. */
export interface Pair {
  readonly gradient: number;
  readonly hessian: number;
}

/** Columns of numbers, one after another. */
export interface Cutting {
  readonly values: Float64Array;
  readonly rows: number;
  /** Cuts are chosen by every `step`-th row. */
  readonly step: number;
  /** At most, besides the one for missing. */
  readonly maxBins: number;
  /** Written: 256 per column, filled up with infinities, and how many there are before. */
  readonly cuts: Float64Array;
  readonly counts: Int32Array;
  /** Written, column after column. */
  readonly bins: Uint8Array;
}

/** A column of numbers, its cuts (256, filled up with infinities), and where its bins go. */
export interface Column {
  readonly values: Float64Array;
  readonly cuts: Float64Array;
  readonly bins: Uint8Array;
}

/** A column of codes, -1 for missing; the bin of each code from -1 on; and where the rows' bins go. */
export interface CodedColumn {
  readonly codes: Int32Array;
  readonly binOfCode: Uint8Array;
  readonly bins: Uint8Array;
}

export interface Table {
  readonly columns: Int32Array;
  readonly table: Uint8Array;
  readonly stride: number;
}

/** The losses that the kernel knows. */
export type FastLoss = "logLoss" | "squared" | "softmax";

/** Scores and pairs are output after output; a pair is a gradient and a hessian side by side. */
export interface Derivation {
  readonly loss: FastLoss;
  readonly outputs: number;
  readonly scores: Float64Array;
  readonly label: Float64Array;
  /** Empty: every row weighs 1. */
  readonly weights: Float64Array;
  readonly pairs: Float32Array;
}

/** Lists of rows that are to be ordered, and what orders are worth. */
export interface Ranking {
  /** The rows of each list, ascending, list after list: `rows[starts[l]]` up to `rows[starts[l + 1]]`. */
  readonly rows: Int32Array;
  readonly starts: Int32Array;
  /** Only pairs with one of so many first places count. */
  readonly truncation: number;
  /** What a row is worth, and what a place. */
  readonly gains: Float64Array;
  readonly discounts: Float64Array;
  /** Per list: 1 / the gain of its best order; 0 where all orders are worth nothing. */
  readonly stakes: Float64Array;
  readonly weights: Float64Array;
  readonly scores: Float64Array;
  readonly pairs: Float32Array;
}

/** How many units make 1, and which dither. */
export interface Quantising {
  readonly scale: Pair;
  readonly salt: number;
}

/**
 * A leaf's rows, `rows[begin]` up to `rows[end]`, and where they are counted: the parent's histogram, if there is one, is
 * left with the rows of the sibling. Histograms and cells hold a hessian and a gradient side by side, in units.
 */
export interface Counting {
  readonly data: BinnedTraining;
  readonly rows: Int32Array;
  readonly cells: Int32Array;
  readonly begin: number;
  readonly end: number;
  readonly total: Pair;
  readonly histogram: Int32Array;
  readonly parent: Int32Array | undefined;
}

/** What a split must respect, by LightGBM's names. */
export interface SplitRules {
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly minGainToSplit: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly maxDeltaStep: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatToOnehot: number;
  readonly maxCatThreshold: number;
  readonly minDataPerGroup: number;
}

/** What a tree must respect. */
export interface GrowRules extends SplitRules {
  readonly numLeaves: number;
  /** 0 or less: no limit. */
  readonly maxDepth: number;
  readonly learningRate: number;
}

/** The question: which split of this leaf is best? */
export interface Question {
  readonly total: Pair;
  readonly rows: number;
  /** What the leaf's value may be. */
  readonly lowest: number;
  readonly highest: number;
  /** Per feature, 1: it may be used. Undefined: all may. */
  readonly allowed: Uint8Array | undefined;
  /** Not 0: only one cut of each number is looked at, drawn by this salt. */
  readonly salt: number;
}

/** Asks about the counted leaf and its sibling. */
export interface Asked {
  readonly rules: SplitRules;
  /** What one unit is worth. */
  readonly unit: Pair;
  /** Per feature: 1, its value must not fall when the feature rises; -1, not rise; 0. */
  readonly directions: Int8Array;
  readonly counted: Question | undefined;
  readonly sibling: Question | undefined;
  readonly answers: Answers;
}

/**
 * Answers for the counted leaf, then for its sibling, 64 bytes per feature. As doubles: 0 the gain, 0 for none. As words: 2
 * and 3 the left gradient and hessian, 4 the last bin of a number that goes left, 5 whether missing goes left, 6 to 13 the
 * levels that go left, a bit each.
 */
export interface Answers {
  readonly reals: Float64Array;
  readonly words: Int32Array;
}

export interface Division {
  readonly rows: Int32Array;
  readonly begin: number;
  readonly end: number;
  readonly bins: Uint8Array;
  /** Per bin: 1 goes left. */
  readonly sides: Uint8Array;
}

/** Adds each leaf's value to the scores of its rows: rows `spans[2 i]` up to `spans[2 i + 1]` of the list. */
export interface Addition {
  readonly rows: Int32Array;
  readonly spans: Int32Array;
  readonly values: Float64Array;
  readonly scores: Float64Array;
}

/** A tree in flat arrays: four words a node (feature or -1, left, right, where its sides begin) and a value. */
export interface FlatTree {
  readonly nodes: Int32Array;
  readonly sides: Uint8Array;
  readonly values: Float64Array;
}

export interface Walked {
  readonly data: BinnedRows;
  readonly tree: FlatTree;
  readonly scores: Float64Array;
}
