import { setFlagsFromString } from "node:v8";

/**
 * Has the engine make all objects among the young ones, in every thread of the process. By itself it makes some old from the
 * start: those of a kind that outlived its first collections. While a server starts there is little room for the young, and
 * what outlives them is whatever its first requests are made of. Such an old object is garbage soon, and until a full collection
 * keeps alive all that it refers to: after every second start 1 to 4 kB of each decision were copied twice, and collecting
 * the young stopped the thread for 8 to 12 ms at a time instead of 1 to 2.
 */
export function keepYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
