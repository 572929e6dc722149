import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface Refusal {
  /** Absent where a part is declared before its system has a name. */
  readonly system?: string;
  /** Path of the property, as in `heads.risk.label`. */
  readonly where: string;
  /** What is allowed and what came, as the rest of a sentence. */
  readonly problem: string;
}

export const systemInvalid: ErrorConstructor<Refusal> = defineError("system.invalid", {
  headline: "A system file that does not hold together",
  message: ({ system, where, problem }: Refusal) =>
    `\`${where}\`${system === undefined ? "" : ` of system ${system}`} ${problem}${/[.?]$/.test(problem) ? "" : "."}`,
  hint: () => "An editor with TypeScript shows the same as you type.",
});

export const systemNotExported: ErrorConstructor<{ readonly path: string; readonly got: string }> = defineError(
  "system.not-exported",
  {
    headline: "No system in this file",
    message: ({ path, got }: { readonly path: string; readonly got: string }) =>
      `${path} must have a default export made by \`on(contract).system({ … })\`. It has ${got}.`,
    hint: () =>
      "End the file with `export default h.system({ … })`, or write a first one with `alidade init <data> --label <column>`.",
  },
);
