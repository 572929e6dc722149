// Counts and sums a block of numbers, as src/stats/sketches and src/data/profile do in plain loops: the same steps in the same order.
export { count } from "./tally/count";
export { pair } from "./tally/pair";
export { sum } from "./tally/sum";
