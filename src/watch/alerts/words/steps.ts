import { type Advice, adviceTable } from "./advice.ts";

/** What a next step is written with. */
export interface StepFacts {
  readonly system: string;
  /** How the system's file is named on a command line. */
  readonly file: string;
  /** From when to when it shows: `2026-11-20T10:00..2026-11-20T14:00`. */
  readonly span: string;
  /** A time at which all was well, and the newest at which it was not. */
  readonly good: string;
  readonly bad: string;
}

/** What is advised for a kind of symptom, by the longest beginning of it; undefined for one that nobody has thought of. */
export function adviceFor(kind: string): Advice | undefined {
  return adviceTable
    .filter(({ of }) => kind === of || kind.startsWith(`${of}.`) || kind.startsWith(`${of}-`))
    .toSorted((a, b) => b.of.length - a.of.length)[0];
}

/** The next steps for a kind, ready to be typed; a general one where nobody has thought of the kind. */
export function stepsFor(kind: string, facts: StepFacts): readonly string[] {
  const { next } = adviceFor(kind) ?? { next: ["alidade incident compare {file} --bad {span}"] };
  return next.map((step) =>
    step.replace(/\{(system|file|span|good|bad)\}/g, (_, name: keyof StepFacts) => facts[name]),
  );
}
