/** Which way a metric is better, in a cell. */
export const BETTER: Readonly<Record<"increase" | "decrease" | "to-one", string>> = {
  increase: "up",
  decrease: "down",
  "to-one": "to 1",
};
