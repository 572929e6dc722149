// Poisson counts of a block of rows and the sums that they weigh, as src/stats/bootstrap does in plain loops: the same bits.
export { count } from "./resample/count";
export { dot } from "./resample/dot";
