import type { Table } from "../../data/index.ts";
import { type Model, outputsOf, scoreModel } from "../../model/index.ts";
import type { HeadTimer } from "../opening.ts";
import { type Asking, attempt, whyNotAsked } from "../score.ts";
import type { LoadedRelease } from "../serving-state.ts";

/** What one head said of several candidates at once. */
export interface Batch {
  /** Row by row; undefined where nobody could answer for the head. */
  readonly values: Float64Array | undefined;
  /** Numbers per row. */
  readonly width: number;
  readonly reasons: readonly string[];
  /** The earlier version that answered. */
  readonly version?: string;
}

/** Asks a head about every row of a table: itself, then the version before it. */
export function askBatch(
  name: string,
  table: Table,
  { release, asking }: { readonly release: LoadedRelease; readonly asking: Asking },
): Batch {
  const why = whyNotAsked(name, release, asking);
  const model = why === undefined ? release.models[name] : undefined;
  const own = valuesOf(model, table, { name, timed: asking.timed });
  if (own !== undefined) return { ...own, reasons: [] };
  const reason = why ?? `fallback.head-failed:${name}`;
  const before = release.previous?.[name];
  const stood = before === undefined ? undefined : valuesOf(before.model, table, { name });
  if (before === undefined || stood === undefined) return { values: undefined, width: 0, reasons: [reason] };
  return { ...stood, reasons: [reason, `fallback.previous-version:${name}`], version: before.version };
}

const untimed: HeadTimer = (_, score) => score();

/** What a model says; undefined where it throws, or says of no row what is a finite number. Of no row at all it may say nothing. */
function valuesOf(
  model: Model | undefined,
  table: Table,
  { name, timed = untimed }: { readonly name: string; readonly timed?: HeadTimer | undefined },
): (Pick<Batch, "width"> & { readonly values: Float64Array }) | undefined {
  if (model === undefined) return undefined;
  const values = attempt(() => timed(name, () => scoreModel(model, table)));
  const says = values !== undefined && (table.rows === 0 || values.some(Number.isFinite));
  return says ? { values, width: outputsOf(model.signature) } : undefined;
}

/** A row's numbers; undefined where one of them is not finite. */
export function rowIn({ values, width }: Batch, row: number): readonly number[] | undefined {
  if (values === undefined) return undefined;
  const numbers: number[] = [];
  for (let k = row * width; k < (row + 1) * width; k++) {
    if (!Number.isFinite(values[k])) return undefined;
    numbers.push(values[k] as number);
  }
  return numbers;
}
