import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface Unknown {
  readonly where: string;
  readonly learner: string;
  readonly known: readonly string[];
}

/** No learner of that name. */
export const learnerUnknown: ErrorConstructor<Unknown> = defineError("learn.learner-unknown", {
  headline: "An unknown learner",
  message: ({ where, learner, known }: Unknown) =>
    `\`${where}\` must be one of ${known.join(", ")}. Got ${JSON.stringify(learner)}.`,
  hint: () => "Write it with the functions of the package: `gbdt()`, `perLabel(gbdt())`.",
});

interface Malformed {
  readonly where: string;
  readonly got: string;
}

/** Not what the functions of the package make. */
export const learnerMalformed: ErrorConstructor<Malformed> = defineError("learn.learner-malformed", {
  headline: "Not a learner",
  message: ({ where, got }: Malformed) =>
    `\`${where}\` must be an object with \`learner\`, its name, and \`params\`, an object. Got ${got}.`,
  hint: () => "Write it with the functions of the package: `gbdt()`, `perLabel(gbdt())`.",
});

interface WrongBases {
  readonly where: string;
  readonly learner: string;
  readonly wanted: string;
  readonly got: number;
}

/** A composed learner without a base, a plain one with some, or too many of them. */
export const basesInvalid: ErrorConstructor<WrongBases> = defineError("learn.bases-invalid", {
  headline: "The wrong number of base learners",
  message: ({ where, learner, wanted, got }: WrongBases) =>
    `\`${where}\` is the learner ${learner}, which takes ${wanted}. Got ${got === 0 ? "none" : got}.`,
  hint: ({ learner }) => `Write it with the function \`${learner}\` of the package.`,
});
