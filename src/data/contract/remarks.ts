import type { Contract } from "./contract.ts";
import { codeOf, type JudgedColumn } from "./enforce-column.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import { unitGuess } from "./unit-guess.ts";

/** Gathers what a person should know beside the verdicts. */
export interface Remarks {
  take(judged: readonly JudgedColumn[]): void;
  /** One sentence each, sorted by field. */
  sentences(): readonly string[];
}

/** UTF-8 that was read as Latin-1 or Windows-1252: "Ã¼" where "ü" was written. */
const MOJIBAKE = /[ÃÂ][\u0080-\u00BF]|â€[\u0099\u009C\u009D™œ“”]/;
const SAMPLE = 1_000;

/** Begins to gather: what cannot be judged here, texts read in the wrong encoding, and values in another unit. */
export function remarksOn(contract: Contract, options: EnforceOptions): Remarks {
  const garbled = new Map<string, string>();
  const outside = new Map<string, { rows: number; out: number; sample: number[] }>();
  return {
    take(judged) {
      for (const one of judged) {
        noteGarbled(one, garbled);
        noteOutside(one, outside);
      }
    },
    sentences: () => [
      ...unjudged(contract, options),
      ...[...garbled].map(
        ([name, text]) => `\`${name}\` holds texts that look like UTF-8 read in another encoding, such as "${text}".`,
      ),
      ...[...outside].flatMap(([name, found]) => {
        const field = contract.fields[name];
        const guess = 2 * found.out < found.rows ? undefined : unitGuess(found.sample, field ?? {}, field?.unit);
        return guess === undefined
          ? []
          : [`${found.out.toLocaleString("en-US")} values of \`${name}\` are out of range. ${guess}`];
      }),
    ],
  };
}

function unjudged({ fields, fresh }: Contract, { keys = {}, now }: EnforceOptions): readonly string[] {
  const strangers = Object.entries(fields).flatMap(([name, { references }]) =>
    references === undefined || Object.hasOwn(keys, references)
      ? []
      : [`Whether \`${name}\` is among the keys of ${references} was not judged: they were not at hand.`],
  );
  const old =
    fresh === undefined || now !== undefined ? [] : ["How fresh the rows are was not judged: no clock was given."];
  return [...strangers, ...old];
}

function noteGarbled({ name, column }: JudgedColumn, garbled: Map<string, string>): void {
  if (column.kind !== "text" || garbled.has(name)) return;
  const found = column.levels.find((level) => MOJIBAKE.test(level));
  if (found !== undefined) garbled.set(name, found.slice(0, 60));
}

function noteOutside(
  { name, field, column, broke }: JudgedColumn,
  outside: Map<string, { rows: number; out: number; sample: number[] }>,
): void {
  if (field.kind !== "number" || column.kind === "text") return;
  const known = outside.get(name) ?? { rows: 0, out: 0, sample: [] };
  known.rows += column.values.length;
  if (broke.count > 0) {
    const code = codeOf("range");
    for (let row = 0; row < column.values.length; row++) {
      if (broke.at(row) !== code) continue;
      known.out++;
      if (known.sample.length < SAMPLE) known.sample.push(column.values[row] as number);
    }
  }
  outside.set(name, known);
}
