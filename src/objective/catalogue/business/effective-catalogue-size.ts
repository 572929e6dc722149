import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** How widely what is offered is spread. */
export const effectiveCatalogueSize: Watchable<() => Measured<never>> = defineWatchable({
  name: "effective-catalogue-size",
  family: "business",
  unit: "number",
  direction: "increase",
  definition: "How many answers, shown candidates or actions it is as if all were used alike.",
  formula: "2 Σ i pᵢ − 1, the shares pᵢ of all uses with the most used first",
  needs: "Answers with labels, candidates shown, or actions.",
  pitfalls: "A wide spread is no value by itself: showing at random has the widest. Rarely used answers make it noisy.",
  aliases: ["ECS", "effective catalog size", "diversity", "coverage of the catalogue"],
  from: "journal",
  word: "effectiveCatalogueSize()",
  measure: () => ({ measure: "catalogue" }),
});
