import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";

export const alertUnknown: ErrorConstructor<{ readonly id: string; readonly known: readonly string[] }> = defineError(
  "alerts.alert-unknown",
  {
    headline: "No such alert",
    message: ({ id, known }: { readonly id: string; readonly known: readonly string[] }) =>
      `An alert is named by its id, or by the beginning of it that no other has. Got "${id}".${didYouMean(id, known)}`,
    hint: () => "`alidade alerts` lists them.",
  },
);

export const alertClosed: ErrorConstructor<{ readonly id: string; readonly by: string }> = defineError(
  "alerts.alert-closed",
  {
    headline: "It is closed already",
    message: ({ id, by }: { readonly id: string; readonly by: string }) =>
      `Only an alert that is under way can be acknowledged or closed. ${id} was closed by ${by}.`,
    hint: () => "Should it come back, a new alert is opened.",
  },
);

export const silenceInvalid: ErrorConstructor<{ readonly must: string; readonly got: string }> = defineError(
  "alerts.silence-invalid",
  {
    headline: "A silence that cannot be",
    message: ({ must, got }: { readonly must: string; readonly got: string }) => `A silence must ${must}. Got ${got}.`,
  },
);

export const silenceUnknown: ErrorConstructor<{ readonly id: string; readonly known: readonly string[] }> = defineError(
  "alerts.silence-unknown",
  {
    headline: "No such silence",
    message: ({ id, known }: { readonly id: string; readonly known: readonly string[] }) =>
      `No silence is called "${id}".${didYouMean(id, known)} There is ${known.join(", ") || "none"}.`,
  },
);

export const channelUnknown: ErrorConstructor<{
  readonly name: string;
  readonly system: string;
  readonly known: readonly string[];
}> = defineError("alerts.channel-unknown", {
  headline: "No such channel",
  message: ({
    name,
    system,
    known,
  }: {
    readonly name: string;
    readonly system: string;
    readonly known: readonly string[];
  }) =>
    `"${system}" declares ${known.length === 0 ? "no channel" : known.join(", ")}. Got "${name}".${didYouMean(name, known)}`,
  hint: () =>
    'Channels stand in the system file: `alerts: { channels: { ops: webhook({ url: env("SLACK_URL") }) }, page: ["ops"] }`.',
});
