import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface ChannelProblem {
  /** Where it leads, fit to be shown. */
  readonly place: string;
  readonly problem: string;
}

/** The other side is away, or asks for patience. */
export const channelDown: ErrorConstructor<ChannelProblem> = defineError("alerts.channel-down", {
  headline: "A channel that cannot be reached",
  retryable: true,
  message: ({ place, problem }: ChannelProblem) => `${place} ${problem}.`,
  hint: () => "It is tried again by itself; the other channels are told all the same.",
});

/** The other side does not want it: trying again would not help. */
export const channelRefused: ErrorConstructor<ChannelProblem> = defineError("alerts.channel-refused", {
  headline: "A channel that refuses",
  message: ({ place, problem }: ChannelProblem) => `${place} ${problem}.`,
  hint: () => "Check its address and its secret, then try it: `alidade alerts test <system> <channel>`.",
});

/** What the environment holds for a channel cannot be used. */
export const channelUnfit: ErrorConstructor<{ readonly problem: string }> = defineError("alerts.channel-unfit", {
  headline: "A channel that cannot be used",
  message: ({ problem }: { readonly problem: string }) => `${problem}.`,
});
