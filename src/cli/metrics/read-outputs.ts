import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { OutputText } from "../../evaluate/index.ts";
import { defineError, type ErrorConstructor, isObject, messageOf } from "../../kernel/index.ts";

interface Unusable {
  readonly path: string;
  readonly why: string;
}

export const outputsUnusable: ErrorConstructor<Unusable> = defineError("cli.input.outputs-unusable", {
  headline: "Not a file of outputs and references",
  message: ({ path, why }: Unusable) => `\`${path}\` ${why}.`,
  hint: () =>
    'One JSON object to a line: {"output": "…", "reference": "…"}; `reference` may be a list. For perplexity add `logprobs`, for ' +
    "BERTScore `outputVectors` and `referenceVectors`.",
});

/** Reads texts from JSON lines. Throws `cli.input.outputs-unusable`. */
export async function readOutputs(path: string, cwd: string): Promise<readonly OutputText[]> {
  const text = await readFile(resolve(cwd, path), "utf8").catch((thrown: unknown) => {
    throw outputsUnusable({ path, why: `cannot be read: ${messageOf(thrown)}` }, thrown);
  });
  const rows = jsonRows(text, path);
  if (rows.length === 0) throw outputsUnusable({ path, why: "is empty" });
  return rows.map(({ line, row }) => outputOf(row, { path, line }));
}

interface Row {
  readonly line: number;
  readonly row: unknown;
}

function jsonRows(text: string, path: string): readonly Row[] {
  const lines = text.split("\n").map((one, i) => ({ line: i + 1, one: one.trim() }));
  return lines
    .filter(({ one }) => one !== "")
    .map(({ line, one }) => {
      try {
        return { line, row: JSON.parse(one) as unknown };
      } catch (thrown) {
        throw outputsUnusable({ path, why: `has no JSON on line ${line}: ${messageOf(thrown)}` }, thrown);
      }
    });
}

interface Place {
  readonly path: string;
  readonly line: number;
}

function outputOf(row: unknown, { path, line }: Place): OutputText {
  const refuse = (what: string): Error => outputsUnusable({ path, why: `${what} (line ${line})` });
  if (!isObject(row)) throw refuse("holds something else than an object");
  const { output, reference, references = reference } = row as Readonly<Record<string, unknown>>;
  const all: readonly unknown[] = Array.isArray(references) ? references : [references];
  if (typeof output !== "string") throw refuse("has no text `output`");
  if (all.length === 0 || !all.every((one) => typeof one === "string"))
    throw refuse("has no text `reference`, and no list of them");
  const logProbabilities = row.logprobs ?? row.logProbabilities;
  if (logProbabilities !== undefined && !areNumbers(logProbabilities, (log) => log <= 0))
    throw refuse("has `logprobs` that are no list of numbers of 0 or less");
  return {
    output,
    references: all as readonly string[],
    ...(logProbabilities === undefined ? {} : { logProbabilities: logProbabilities as readonly number[] }),
    ...vectorsOf(row, refuse),
  };
}

function areNumbers(value: unknown, holds: (one: number) => boolean = () => true): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "number" && Number.isFinite(one) && holds(one));
}

type Vectors = Pick<OutputText, "outputVectors" | "referenceVectors">;

function vectorsOf(row: Readonly<Record<string, unknown>>, refuse: (what: string) => Error): Vectors {
  const { outputVectors, referenceVectors } = row;
  if (outputVectors === undefined && referenceVectors === undefined) return {};
  const all = [outputVectors, referenceVectors];
  const lists = all.flatMap((one): readonly unknown[] => (Array.isArray(one) ? one : [undefined]));
  const isEven = lists.every(
    (one) => areNumbers(one) && (one as readonly number[]).length === (lists[0] as readonly number[]).length,
  );
  if (!isEven) throw refuse("has vectors that are no lists of numbers of one length");
  return { outputVectors, referenceVectors } as Vectors;
}
