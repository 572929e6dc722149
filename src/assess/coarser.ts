import { column, hasColumn, type Table } from "../data/index.ts";
import type { Node, OperatorNode } from "../features/index.ts";
import { parentOf } from "../objective/index.ts";
import { ENOUGH_EXAMPLES } from "./thresholds.ts";
import { wordCount, wordShare } from "./words.ts";

/** How often each of some labels is true. */
export type LabelRows = readonly { readonly label: string; readonly rows: number }[];

/**
 * Something coarser than a yes that is too rare, with how many examples it has: another value of the same text counted too,
 * or a lower bound on the same number. Completes "Predict …"; null where the outcome is read in another way.
 */
export function coarserOutcome(history: Node, table: Table): string | null {
  if (history.op !== "apply") return null;
  const [of] = history.args;
  if (of?.op !== "field" || !hasColumn(table, of.name)) return null;
  if (history.operator === "text-equals" || history.operator === "one-of") return widerText(history, of.name, table);
  return history.operator === "at-least" || history.operator === "above" ? lowerBound(of.name, table) : null;
}

function widerText({ options: { value, values } }: OperatorNode, field: string, table: Table): string | null {
  const found = column(table, field);
  if (found.kind !== "text") return null;
  const meant = new Set([value, ...(Array.isArray(values) ? values : [])]);
  const counts = found.levels.map((level, code) => ({
    level,
    rows: found.codes.reduce((sum, one) => sum + (one === code ? 1 : 0), 0),
  }));
  const own = counts.filter(({ level }) => meant.has(level)).reduce((sum, { rows }) => sum + rows, 0);
  const others = counts.filter(({ level }) => !meant.has(level)).sort((a, b) => a.rows - b.rows);
  const next = others.find(({ rows }) => own + rows >= ENOUGH_EXAMPLES);
  if (next === undefined || own + next.rows === table.rows) return null;
  return `count “${next.level}” of \`${field}\` as a yes too, if that serves the purpose: ${wordCount(own + next.rows)} examples`;
}

/** The bound above which there are just enough. */
function lowerBound(field: string, table: Table): string | null {
  const found = column(table, field);
  if (found.kind !== "number") return null;
  const sorted = found.values
    .filter((value) => !Number.isNaN(value))
    .sort()
    .reverse();
  const bound = sorted[ENOUGH_EXAMPLES - 1];
  const enough = bound === undefined ? 0 : sorted.findLastIndex((value) => value >= bound) + 1;
  if (bound === undefined || enough > sorted.length / 2) return null;
  return `take \`${field}\` ≥ ${bound} as a yes, if that serves the purpose: ${wordCount(enough)} examples`;
}

/** Something coarser than labels of which some are too rare: their parents, or all of them as one. Null where none is. */
export function coarserLabels(shares: LabelRows): string | null {
  const rare = shares.filter(({ rows }) => rows < ENOUGH_EXAMPLES);
  if (rare.length === 0 || shares.length < 3) return null;
  const parents = new Set(rare.map(({ label }) => parentOf(label)).filter((parent) => parent !== ""));
  if (parents.size > 0) return byParent([...parents], shares);
  const together = rare.reduce((sum, { rows }) => sum + rows, 0);
  const all = shares.reduce((sum, { rows }) => sum + rows, 0);
  return rare.length < 2
    ? `leave “${rare[0]?.label}” out, which ${wordCount(together)} rows show`
    : `answer the ${wordCount(rare.length)} rare labels as one, “other”: ${wordCount(together)} rows, ${wordShare(together / Math.max(1, all))} of all`;
}

function byParent(parents: readonly string[], shares: LabelRows): string {
  const told = parents.slice(0, 3).map((parent) => {
    const below = shares.filter(({ label }) => label === parent || label.startsWith(`${parent} > `));
    return `“${parent}” (${wordCount(below.reduce((sum, { rows }) => sum + rows, 0))} rows)`;
  });
  const more = parents.length > 3 ? ` and ${wordCount(parents.length - 3)} more` : "";
  return `one level up where labels are rare: ${told.join(", ")}${more}`;
}
