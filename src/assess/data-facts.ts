import { type Column, groupsOf, isMissing, type Table } from "../data/index.ts";
import { evaluateAll, inputsOf } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type Dataset, pricedOutcome } from "../train/index.ts";
import { coarserOutcome } from "./coarser.ts";
import { type Duplicates, duplicatesOf } from "./duplicates.ts";
import { ENOUGH_EXAMPLES } from "./thresholds.ts";

/** What the data hold, before anything is learned, whatever is decided. */
export interface CommonFacts {
  /** The outcomes that the payoff speaks of. */
  readonly outcomes: readonly string[];
  readonly rows: number;
  readonly entities: number;
  readonly features: number;
  /** Rows left out because the outcome is not known, or because somebody had acted. */
  readonly leftOut: number;
  /** Null when all rows have the same label, or nearly. */
  readonly duplicates: Duplicates | null;
  /** Share of cells without a value, over all features. */
  readonly missing: number;
  /** Features that are missing in more than half of the rows. */
  readonly mostlyMissing: readonly string[];
  /** Features that say the same in every row. */
  readonly constant: readonly string[];
}

/** The same for a yes or no. */
export interface DataFacts extends CommonFacts {
  readonly outcome: string;
  readonly positives: number;
  /** Rows of the rarer answer. */
  readonly rarer: number;
  /** Something coarser to predict of which there is more; null where there is enough, or nothing such is known. */
  readonly coarser: string | null;
}

/** Counts what a dataset holds. */
export function dataFacts(system: SystemDefinition, dataset: Dataset, table: Table): DataFacts {
  const outcome = pricedOutcome(system);
  const label = known(dataset.labels[outcome], "the priced label").values;
  const positives = label.reduce((sum, yes) => sum + yes, 0);
  return {
    outcome,
    outcomes: [outcome],
    rows: dataset.rows,
    positives,
    rarer: Math.min(positives, dataset.rows - positives),
    coarser: coarserOf(system, table, { rows: dataset.rows, positives }),
    entities: new Set(dataset.entity).size,
    leftOut: dataset.unlabelled + dataset.acted,
    duplicates: duplicatesOf(dataset.features, label),
    ...featureFacts(dataset.features),
  };
}

/** Counts what a table holds whose label is the same in all rows, or nearly: it is no dataset. */
export function thinFacts(
  system: SystemDefinition,
  table: Table,
  label: { readonly rows: number; readonly positives: number },
): DataFacts {
  const { rows, positives } = label;
  const outcome = pricedOutcome(system);
  return {
    outcome,
    outcomes: [outcome],
    rows,
    positives,
    rarer: Math.min(positives, rows - positives),
    coarser: coarserOf(system, table, label),
    entities: system.entity === undefined ? rows : groupsOf(table, system.entity).keys.length,
    leftOut: table.rows - rows,
    duplicates: null,
    ...featureFacts(evaluateAll(inputsOf(system.features), table)),
  };
}

/** Something coarser than a yes that is too rare. */
function coarserOf(
  system: SystemDefinition,
  table: Table,
  { rows, positives }: { readonly rows: number; readonly positives: number },
): string | null {
  if (positives >= ENOUGH_EXAMPLES || positives > rows - positives) return null;
  return coarserOutcome(known(system.outcomes[pricedOutcome(system)], "the priced outcome").history, table);
}

/** What is to be said of the features. */
export function featureFacts({
  rows,
  columns,
}: Table): Pick<CommonFacts, "features" | "missing" | "mostlyMissing" | "constant"> {
  const shares = columns.map((column) => ({ name: column.name, share: missingShare(column, rows) }));
  return {
    features: columns.length,
    missing: shares.reduce((sum, { share }) => sum + share, 0) / Math.max(1, columns.length),
    mostlyMissing: shares.filter(({ share }) => share > 0.5 && share < 1).map(({ name }) => name),
    constant: columns.filter(isConstant).map(({ name }) => name),
  };
}

function missingShare(column: Column, rows: number): number {
  let missing = 0;
  for (let row = 0; row < rows; row++) if (isMissing(column, row)) missing++;
  return missing / Math.max(1, rows);
}

function isConstant(column: Column): boolean {
  const values = column.kind === "text" ? column.codes : column.values;
  const first = values[0];
  return values.every((value) => Object.is(value, first));
}
