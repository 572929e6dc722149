import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface NoCandidates {
  readonly system: string;
  readonly head: string | undefined;
  /** The heads that choose among candidates. */
  readonly choosers: readonly string[];
}

export const candidatesNone: ErrorConstructor<NoCandidates> = defineError("train.candidates-none", {
  headline: "No candidates to compare",
  message: ({ system, head, choosers }: NoCandidates) =>
    `Candidates are compared for one head of "${system}" whose learner is bestOf(): ${choosers.join(", ") || "it declares none"}. Got ${head === undefined ? "no name" : `"${head}"`}.`,
  hint: () => "Write `learner: bestOf([perLabel(gbdt()), chain(gbdt()), logistic()])`, or name the head with `--head`.",
});
