import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Unknown {
  readonly system: string;
  readonly head: string;
  readonly heads: readonly string[];
}

export const headUndeclared: ErrorConstructor<Unknown> = defineError("train.head-undeclared", {
  headline: "A head that the file does not declare",
  message: ({ system, head, heads }: Unknown) =>
    `A head of "${system}" must be one of ${heads.join(", ") || "none, for it declares none"}. Got ${JSON.stringify(head)}.`,
});

interface NotKept {
  readonly head: string;
  readonly why: string;
}

export const headNotKept: ErrorConstructor<NotKept> = defineError("train.head-not-kept", {
  headline: "A head that cannot keep its model",
  message: ({ head, why }: NotKept) =>
    `Where some heads learn, each of the others keeps the model that serves. Head \`${head}\` cannot: ${why}.`,
  hint: () => "Let it learn too: name it with `--head`, or leave `--head` out.",
});
