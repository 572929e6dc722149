import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** Raised instead of waiting forever for a transaction that waits for this call. */
export const transactionNested: ErrorConstructor<object> = defineError("store.transaction-nested", {
  headline: "A write beside its own transaction",
  message: () => "A transaction writes only through the records that it was handed. This write went past them.",
  hint: () => "Use the argument of `transaction(async (records) => …)` for everything inside.",
});

/** Raised when what a transaction handed out is used after it ended. */
export const transactionOver: ErrorConstructor<object> = defineError("store.transaction-over", {
  headline: "The transaction is over",
  message: () => "The records of a transaction can be used only until its work resolves or rejects.",
  hint: () => "Await every call inside the transaction.",
});
