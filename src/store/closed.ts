import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** Raised by every operation of a store after its `close`. */
export const storeClosed: ErrorConstructor<{ readonly what: string }> = defineError("store.closed", {
  headline: "The store is closed",
  message: ({ what }: { readonly what: string }) => `${what} was closed and can no longer be used.`,
});
