import { countUpTo } from "../../kernel/index.ts";
import { addToMoments, type Moments, noMoments } from "../../stats/index.ts";
import type { NumberLayout, OutputSeen } from "./seen.ts";

/** Counts scores. */
export interface OpenOutput {
  /** What is no finite number is missing. */
  add(score: unknown): void;
  read(): OutputSeen;
}

/** Nothing counted yet, in the bins of this layout. */
export function openOutput({ edges }: NumberLayout): OpenOutput {
  const bounds = Float64Array.from(edges);
  const [bins, sums] = [new Float64Array(edges.length + 1), new Float64Array(edges.length + 1)];
  let missing = 0;
  let numbers: Moments = noMoments;
  return {
    add(score) {
      if (typeof score !== "number" || !Number.isFinite(score)) {
        missing++;
        return;
      }
      const bin = countUpTo(bounds, score);
      bins[bin] = (bins[bin] as number) + 1;
      sums[bin] = (sums[bin] as number) + score;
      numbers = addToMoments(numbers, score);
    },
    read: () => ({ bins: [...bins], sums: [...sums], missing, numbers }),
  };
}

/** What is seen of many scores at once. */
export function outputSeen(layout: NumberLayout, scores: Iterable<number>): OutputSeen {
  const open = openOutput(layout);
  for (const score of scores) open.add(score);
  return open.read();
}
