import { defineError, type ErrorConstructor, type Instant } from "../../kernel/index.ts";
import { shortTime } from "../output/listing.ts";

interface NoExperiment {
  readonly system: string;
  readonly name: string;
  readonly known: readonly string[];
}

export const experimentUnknown: ErrorConstructor<NoExperiment> = defineError("cli.input.experiment-unknown", {
  headline: "No such experiment",
  message: ({ system, name, known }: NoExperiment) =>
    `"${system}" never ran an experiment "${name}". It ran ${known.join(", ") || "none"}.`,
});

export const experimentRunning: ErrorConstructor<{ readonly name: string }> = defineError(
  "cli.input.experiment-running",
  {
    headline: "An experiment is running",
    message: ({ name }: { readonly name: string }) =>
      `The experiment "${name}" is running; its entities would be mixed with the new one's.`,
    hint: ({ name }) => `Stop it first: \`alidade experiment stop <system> --name ${name} --keep control\`.`,
  },
);

interface Ended {
  readonly system: string;
  readonly name: string;
  /** Version of the traffic plan that it was no longer a part of. */
  readonly version: number;
  readonly at: Instant;
}

export const experimentNotRunning: ErrorConstructor<Ended> = defineError("cli.input.experiment-not-running", {
  headline: "The experiment is over",
  message: ({ name, version, at }: Ended) =>
    `Only an experiment that runs can be stopped. "${name}" ended on ${shortTime(at)} UTC with traffic plan ${version}.`,
  hint: ({ system }: Ended) => `\`alidade history ${system}\` tells why; \`alidade release\` changes what is served.`,
});
