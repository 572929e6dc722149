import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

export const weightUnreadable: ErrorConstructor<{ readonly got: string }> = defineError("cli.weight-unreadable", {
  headline: "A weight that cannot be read",
  message: ({ got }: { readonly got: string }) =>
    `A weight is written as the name of a head, \`=\` and a number, such as quality=0.7. Got "${got}".`,
});

/** Reads weights as they are written on a command line: `quality=0.7`. Throws `cli.weight-unreadable`. */
export function readWeights(written: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(written.map(readWeight));
}

function readWeight(written: string): readonly [string, number] {
  const [, head, value] = /^([^=]+)=(.+)$/.exec(written) ?? [];
  const number = Number(value);
  if (head === undefined || value?.trim() === "" || Number.isNaN(number)) throw weightUnreadable({ got: written });
  return [head.trim(), number];
}
