import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { percent } from "../percent.ts";
import type { Cell } from "../table.ts";
import type { Rule } from "./rules.ts";
import type { TableBreach } from "./table-breach.ts";

interface Breach {
  readonly field: string;
  readonly share: number;
  readonly allowed: number;
}

export const missingExceeded: ErrorConstructor<{ readonly breaches: readonly Breach[] }> = defineError(
  "data.missing-exceeded",
  {
    headline: "Too much is missing",
    message: ({ breaches }: { readonly breaches: readonly Breach[] }) =>
      breaches
        .map(
          (b) => `\`${b.field}\` is missing in ${percent(b.share)} of the rows; at most ${percent(b.allowed)} may be.`,
        )
        .join("\n"),
    hint: () =>
      "Find out why the values are absent; if that is how it is, raise `missing` of these fields in the contract.",
  },
);

export const boundsBroken: ErrorConstructor<{ readonly breaches: readonly TableBreach[] }> = defineError(
  "data.bounds-broken",
  {
    headline: "Not the data that the contract expects",
    message: ({ breaches }: { readonly breaches: readonly TableBreach[] }) =>
      breaches.map(({ message }) => message).join("\n"),
    hint: () => "Find out what happened at the source; if the data are right, change these bounds in the contract.",
  },
);

interface ColumnsChange {
  /** The last row that had it. */
  readonly after: number;
  /** What is missing, and what it may be called now. */
  readonly problem: string;
}

export const columnsChanged: ErrorConstructor<ColumnsChange> = defineError("data.columns-changed", {
  headline: "The columns changed on the way",
  message: ({ after, problem }: ColumnsChange) => `After row ${after.toLocaleString("en-US")}: ${problem}`,
  hint: () => "Read what comes after as a source of its own, with `columns` that rename, or correct what writes it.",
});

interface Excess {
  readonly rows: number;
  readonly share: number;
  readonly maxShare: number;
  readonly reasons: readonly {
    readonly field: string;
    readonly rule: Rule;
    readonly demand: string;
    readonly count: number;
    readonly examples: readonly { readonly row: number; readonly value: Cell }[];
  }[];
  /** What seems odd, one sentence each. */
  readonly remarks?: readonly string[];
  /** The file in which the rows were kept, when they were. */
  readonly kept?: string;
}

export const quarantineExceeded: ErrorConstructor<Excess> = defineError("data.quarantine-exceeded", {
  headline: "Too many bad rows",
  message: ({ rows, share, maxShare, reasons, kept, remarks = [] }: Excess) => {
    const top = reasons.slice(0, 5).map(wordReason);
    const more = reasons.length > top.length ? [`  and ${reasons.length - top.length} more reasons`] : [];
    const limit = `${percent(share)} of them; the contract allows ${percent(maxShare)}`;
    const place = kept === undefined ? [] : [`All of them, with their reasons, are in ${kept}.`];
    return [`${rows} rows break the contract, ${limit}.`, ...top, ...more, ...remarks, ...place].join("\n");
  },
  hint: () =>
    "Correct the data at its source; or, where the rows are right, correct the contract; or raise `quarantine.maxShare`.",
});

function wordReason({ field, rule, demand, count, examples }: Excess["reasons"][number]): string {
  const [first] = examples;
  const value =
    typeof first?.value === "string" ? `"${first.value}"` : first?.value === null ? "nothing" : first?.value;
  const shown = first === undefined ? "" : ` (row ${first.row} has ${value})`;
  return `  ${field}: ${count} break ${rule}, must be ${demand}${shown}`;
}
