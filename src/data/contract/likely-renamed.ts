import { nearest } from "../../kernel/index.ts";
import type { RawTable } from "../raw.ts";
import { takeRows } from "../table.ts";
import type { Contract } from "./contract.ts";
import { judgeColumn } from "./enforce-column.ts";
import type { Field } from "./field.ts";

const LOOKED_AT = 1_000;

/**
 * Which column of a table looks as if it were a field under another name: by the name, or by what it holds. Only columns
 * that the contract does not name; by what it holds only when the field is particular, and one column alone keeps its rules.
 */
export function likelyRenamed(name: string, raw: RawTable, { fields, missingValues }: Contract): string | undefined {
  const field = fields[name];
  const strange = raw.columns.filter((column) => !Object.hasOwn(fields, column.name));
  const keeps = strange.filter(
    (column) => field !== undefined && keepsRules(raw, column.name, { field, missingValues }),
  );
  const near = nearest(
    name,
    strange.map((column) => column.name),
  );
  if (near !== undefined) {
    const holds = keeps.some((column) => column.name === near);
    return `Did you mean \`${near}\`?${holds ? ` It holds what \`${name}\` allows: it looks renamed.` : ""}`;
  }
  const [only, ...others] = keeps;
  if (field === undefined || !isParticular(field) || only === undefined || others.length > 0) return undefined;
  return `\`${only.name}\` looks like \`${name}\` renamed: of the columns that no field names, it alone holds what the field allows.`;
}

interface Rules {
  readonly field: Field;
  readonly missingValues: readonly string[];
}

function keepsRules(raw: RawTable, name: string, rules: Rules): boolean {
  const rows = Math.min(raw.rows, LOOKED_AT);
  const [column] = takeRows(
    { rows: raw.rows, columns: raw.columns.filter((one) => one.name === name) },
    Int32Array.from({ length: rows }, (_, i) => Math.floor((i * raw.rows) / rows)),
  ).columns;
  if (column === undefined || rows === 0) return false;
  const { broke, absent } = judgeColumn(column, rules);
  return broke.count === 0 && absent < rows && absent / rows <= rules.field.missing;
}

/** Whether not just any column would do. */
function isParticular({ kind, values, pattern, min, max }: Field): boolean {
  return kind !== "number" || values !== undefined || pattern !== undefined || (min !== undefined && max !== undefined);
}
