import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** Something that was asked for did not come: a store, an online view, or whatever else an answer waits for. */
export const tooLate: ErrorConstructor<{ readonly ms: number }> = defineError("server.too-late", {
  headline: "No answer in time",
  retryable: true,
  message: ({ ms }: { readonly ms: number }) =>
    `An answer comes within ${ms} ms. It did not; what was asked for may have been done all the same.`,
  hint: () => "Ask again: under the same Idempotency-Key a question is decided once.",
});

/** Milliseconds that an answer may take where nothing else is said. */
export const ANSWER_MS = 10_000;

/** Waits for work no longer than so many milliseconds. Throws `server.too-late`; what the work comes to later is nobody's. */
export function answerWithin<T>(work: () => T | Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate({ ms })), ms);
    // Not by `Promise.race`, which makes four promises where one is enough.
    const settle = async (): Promise<void> => {
      try {
        resolve(await work());
      } catch (thrown) {
        reject(thrown);
      } finally {
        clearTimeout(timer);
      }
    };
    void settle();
  });
}
