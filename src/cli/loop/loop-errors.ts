import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Failed {
  readonly what: string;
  readonly problem: string;
}

export const apartFailed: ErrorConstructor<Failed> = defineError("cli.input.retrain-apart-failed", {
  headline: "A process of its own failed",
  message: ({ what, problem }: Failed) => `${what} in a process of its own came to no end. It said: ${problem}`,
});

interface Busy {
  readonly system: string;
  readonly problem: string;
}

export const trafficBusy: ErrorConstructor<Busy> = defineError("cli.input.retrain-traffic-busy", {
  headline: "The traffic belongs to somebody else",
  retryable: true,
  message: ({ system, problem }: Busy) =>
    `A candidate is tried on traffic that nobody else is trying something on. "${system}" has ${problem}; the loop waits until that has ended.`,
});
