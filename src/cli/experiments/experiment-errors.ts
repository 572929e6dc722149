import { defineError, type ErrorConstructor, type Instant } from "../../kernel/index.ts";
import { shortTime } from "../output/listing.ts";
import { percent } from "../releases/percent.ts";

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

interface Running {
  readonly system: string;
  readonly name: string;
}

export const experimentRunning: ErrorConstructor<Running> = defineError("cli.input.experiment-running", {
  headline: "An experiment is running",
  message: ({ name }: Running) =>
    `The experiment "${name}" is running; its entities would be mixed with the new one's.`,
  hint: ({ name, system }) => `Stop it first: \`alidade experiment stop ${system} --name ${name} --keep control\`.`,
});

export const canaryGrowing: ErrorConstructor<{ readonly system: string }> = defineError("cli.input.canary-growing", {
  headline: "A canary is growing",
  message: ({ system }: { readonly system: string }) =>
    `An experiment needs to know what serves those who do not take part. A canary of "${system}" is growing among them.`,
  hint: ({ system }) => `Wait until it serves everybody, or take it back: \`alidade rollback ${system}\`.`,
});

interface Unfit {
  readonly design: string;
  readonly why: string;
}

export const designUnfit: ErrorConstructor<Unfit> = defineError("cli.input.design-unfit", {
  headline: "A design for another kind of system",
  message: ({ design, why }: Unfit) => `A design must fit what the system answers. "${design}" ${why}.`,
});

interface Alike {
  readonly design: string;
  readonly release: string;
}

export const releasesAlike: ErrorConstructor<Alike> = defineError("cli.input.releases-alike", {
  headline: "A release against itself",
  message: ({ design, release }: Alike) =>
    `A design of "${design}" asks two releases in the same decision, so they must differ. Both are ${release}.`,
  hint: () =>
    "Name another with `--treatment` or `--control`; `--design ab` compares a release with itself (an A/A test).",
});

interface NoField {
  readonly system: string;
  readonly field: string;
}

export const balanceUnknown: ErrorConstructor<NoField> = defineError("cli.input.balance-unknown", {
  headline: "No such field",
  message: ({ system, field }: NoField) =>
    `A split is balanced on a field of the contract. "${system}" has no \`${field}\`.`,
});

interface Full {
  readonly namespace: string;
  readonly asked: number;
  readonly others: readonly {
    readonly experiment: string;
    readonly system: string;
    readonly from: number;
    readonly to: number;
  }[];
}

export const namespaceFull: ErrorConstructor<Full> = defineError("cli.input.namespace-full", {
  headline: "No room in the namespace",
  message: ({ namespace, asked, others }: Full) =>
    `Experiments in one namespace never share an entity. In "${namespace}" there is no part of ${percent(asked)} left beside ` +
    `${others.map(({ experiment, system, from, to }) => `"${experiment}" of "${system}" (${percent(to - from)})`).join(", ")}.`,
  hint: () => "Take less (`--traffic`), another namespace (`--namespace`), or wait until one of them ends.",
});

interface NoArm {
  readonly name: string;
  readonly keep: string;
  readonly arms: readonly string[];
}

export const armUnknown: ErrorConstructor<NoArm> = defineError("cli.input.arm-unknown", {
  headline: "No such arm",
  message: ({ name, keep, arms }: NoArm) =>
    `What serves everybody after "${name}" is one of ${arms.join(", ")}. Got "${keep}".`,
});

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
