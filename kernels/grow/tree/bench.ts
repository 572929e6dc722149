/**
 * What one tree at a time is grown on. JavaScript lays it out (`src/learn/trees/kernel/bench.ts`). In words:
 * the lock, a number that rises with every change others may wait for, whether the tree is full, nodes laid out, leaves,
 * splits begun that do not belong to the tree (yet), histograms that nobody uses, the task; from 32 what stays the same.
 */
export const LOCK: usize = 0;
export const VERSION: usize = 4;
export const IS_FULL: usize = 8;
export const NODES: usize = 12;
export const LEAVES: usize = 16;
export const PENDING: usize = 20;
export const IDLE: usize = 24;
export const TASK: usize = 28;
/** How many splits may be pending: those ahead of their time included. */
export const AHEAD: usize = 32;
/** Threads that may take part, which is also the number of desks. */
export const CREW: usize = 36;
export const ROW_LIST: usize = 40;
export const SPARE: usize = 44;
export const POOL: usize = 48;
export const POOL_SIZE: usize = 52;
export const IDLE_LIST: usize = 56;
/** The leaves of the tree so far; and a copy, to think ahead with. */
export const FRONTIER: usize = 60;
export const GUESS: usize = 64;
export const DESKS: usize = 68;
/** The arguments of `settle` as far as they stay the same. */
export const FORM: usize = 72;
export const NUM_LEAVES: usize = 76;
export const MAX_DEPTH: usize = 80;
export const COLUMNS: usize = 84;
export const DATA_ROWS: usize = 88;
export const FEATURES: usize = 92;
/** Cells of a histogram. */
export const CELLS: usize = 96;
/** The first feature of each part of a scan, and of the only part; how many parts. */
export const FIRSTS: usize = 100;
export const WHOLE: usize = 104;
export const PARTS: usize = 108;
/** Whether the table is too large for the cache. */
export const IS_LARGE: usize = 112;
export const LEARNING_RATE: usize = 120;

/**
 * A tree to be grown: the cells of its output, where its nodes go, the features that it may use (0: all), the salt of
 * random cuts, how many rows of the list at 20 it sees, at 24 the scores that it is added to (0: none); at 28 its leaves
 * are counted; from 32 what a unit of gradients and of hessians is worth.
 */
export const TASK_BYTES: usize = 64;
export const T_CELLS: usize = 0;
export const T_NODES: usize = 4;
export const T_ALLOWED: usize = 8;
export const T_SALT: usize = 12;
export const T_COUNT: usize = 16;
export const T_ROWS: usize = 20;
export const T_SCORES: usize = 24;
export const T_LEAVES: usize = 28;
export const T_UNIT: usize = 32;
