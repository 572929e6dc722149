import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Uneven {
  readonly rows: number;
  readonly got: number;
}

export const framingsUneven: ErrorConstructor<Uneven> = defineError("assess.framings-uneven", {
  headline: "Framings of different decisions",
  message: ({ rows, got }: Uneven) =>
    `Framings are compared on the same decisions: each must read the same rows, or name the list that they belong to. One reads ${rows} rows, another ${got}.`,
  hint: () => "Leave `dedupe` out, or let one of them rank with `rankBy({ list: … })`.",
});

interface Unfit {
  readonly framing: string;
  readonly problem: string;
}

export const framingUnfit: ErrorConstructor<Unfit> = defineError("assess.framing-unfit", {
  headline: "A framing that answers something else",
  message: ({ framing, problem }: Unfit) => `The framing "${framing}" ${problem}.`,
  hint: () =>
    'Say what its answers mean: `export const framings = { "in bands": { system: bands, as: { low: 100, high: 200 } } };`.',
});
