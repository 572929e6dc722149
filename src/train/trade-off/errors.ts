import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface NotABlend {
  readonly system: string;
  readonly head: string | undefined;
  /** The heads with a common score. */
  readonly blends: readonly string[];
}

export const tradeOffUnfit: ErrorConstructor<NotABlend> = defineError("train.trade-off-unfit", {
  headline: "No goals to weigh",
  message: ({ system, head, blends }: NotABlend) =>
    `Weights are tried for one head of "${system}" made by blend(): ${blends.join(", ") || "it declares none"}. Got ${head === undefined ? "no name" : `"${head}"`}.`,
  hint: ({ blends }) =>
    blends.length > 1
      ? "Name it with `--head`."
      : "Declare `blend({ of: { clicked: 0.7, minutes: 0.3 }, learner: gbdt() })`.",
});

interface BadRange {
  readonly head: string;
  readonly goal: string;
  readonly problem: string;
}

export const tradeOffRange: ErrorConstructor<BadRange> = defineError("train.trade-off-range", {
  headline: "A weight that cannot be tried",
  message: ({ head, goal, problem }: BadRange) => `The weight of \`${goal}\` of the head "${head}" ${problem}.`,
  hint: ({ head, goal }) =>
    `Write \`export const search = { ${head}: { ${goal}: between(0, 1) } };\`: the share of all weight that it gets.`,
});
