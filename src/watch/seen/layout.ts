import type { Column, Table } from "../../data/index.ts";
import { hashValue } from "../../kernel/index.ts";
import { numberLayout } from "./bins-of-numbers.ts";
import type { InputLayout, Layout, TextLayout } from "./seen.ts";

/** Values of a text that have a bin of their own. */
export const MOST_VALUES = 50;

/** What bins are made from: values as they were when all was well. */
export interface LayoutFacts {
  /** Fields as they were given, by row. */
  readonly fields: Table;
  /** Features as heads saw them, by row. */
  readonly features: Table;
  /** The first output of each head, by name. */
  readonly heads?: Readonly<Record<string, ArrayLike<number>>>;
  /** What the policy saw as one number. */
  readonly score?: ArrayLike<number>;
  /** What the outputs of heads with several stand for, by head. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
}

/** The bins of everything that is counted. Times are not: they go on by themselves. */
export function layoutOf({ fields, features, heads = {}, score, classes = {} }: LayoutFacts): Layout {
  const rest = {
    fields: inputsIn(fields),
    features: inputsIn(features),
    heads: Object.fromEntries(Object.entries(heads).map(([name, outputs]) => [name, numberLayout(outputs)])),
    ...(score === undefined ? {} : { score: numberLayout(score) }),
    ...(Object.keys(classes).length === 0 ? {} : { classes }),
  };
  return Object.freeze({ id: `lay_${hashValue(rest).slice(0, 16)}`, ...rest });
}

function inputsIn({ columns }: Table): Readonly<Record<string, InputLayout>> {
  return Object.fromEntries(columns.filter(({ kind }) => kind !== "time").map((one) => [one.name, inputLayout(one)]));
}

const FLAGS: TextLayout = Object.freeze({ kind: "text", values: Object.freeze(["true", "false"]) });

/** The bins of one column. */
export function inputLayout(column: Column): InputLayout {
  if (column.kind === "flag") return FLAGS;
  return column.kind === "text" ? textLayout(column) : numberLayout(column.values);
}

/** The most frequent values, {@link MOST_VALUES} at most; none of a text that hardly ever says the same twice. */
function textLayout({ codes, levels }: Extract<Column, { readonly kind: "text" }>): TextLayout {
  const counts = new Float64Array(levels.length);
  let rows = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code] = (counts[code] as number) + 1;
    rows++;
  }
  const used = [...levels.keys()].filter((code) => (counts[code] as number) > 0);
  if (used.length > MOST_VALUES && used.length > rows / 2) return { kind: "text", values: [] };
  const byCount = (a: number, b: number): number =>
    (counts[b] as number) - (counts[a] as number) || ((levels[a] as string) < (levels[b] as string) ? -1 : 1);
  const values = used.sort(byCount).slice(0, MOST_VALUES);
  return { kind: "text", values: values.map((code) => levels[code] as string) };
}
