import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** Something on a serving thread failed that is no error of ours. */
export const threadFailed: ErrorConstructor<{ readonly why: string }> = defineError("server.thread-failed", {
  headline: "Something failed on a serving thread",
  message: ({ why }: { readonly why: string }) => `A serving thread was asked for something and failed: ${why}.`,
});

export const threadLost: ErrorConstructor<{ readonly why: string }> = defineError("server.thread-lost", {
  headline: "A serving thread has ended",
  retryable: true,
  message: ({ why }: { readonly why: string }) => `A serving thread ended before it answered: ${why}.`,
  hint: () => "Try again: another takes its place.",
});

export const threadSilent: ErrorConstructor<{ readonly thread: number; readonly ms: number }> = defineError(
  "server.thread-silent",
  {
    headline: "A serving thread does not answer",
    retryable: true,
    message: ({ thread, ms }: { readonly thread: number; readonly ms: number }) =>
      `Serving thread ${thread} did not answer within ${ms} ms.`,
    hint: () => "Look for a feature, a source or a model that holds it up.",
  },
);

interface Differs {
  readonly system: string;
  readonly here: string;
  readonly there: string;
}

export const systemDiffers: ErrorConstructor<Differs> = defineError("server.system-differs", {
  headline: "A system file that has changed",
  message: ({ system, here, there }: Differs) =>
    `Every thread of a server must load the same "${system}". The server began with ${there}, and the file now declares ${here}.`,
  hint: () => "Restart the server to serve the file as it is now, or bring back the file as it was.",
});
