import type { RawTable } from "../raw.ts";
import type { Table } from "../table.ts";
import { batchEnforcer, type MissingBreach } from "./batch-enforcer.ts";
import type { Contract } from "./contract.ts";
import { boundsBroken, missingExceeded, quarantineExceeded } from "./enforce-errors.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import type { Excluded } from "./exclude.ts";
import type { Quarantined } from "./quarantine.ts";
import type { TableBreach } from "./table-breach.ts";

/** What became of a raw table under a contract. */
export interface Enforced {
  /** The sound rows, typed; the columns in the order of the contract. */
  readonly table: Table;
  readonly quarantined: Quarantined;
  readonly excluded: readonly Excluded[];
  readonly missing: readonly MissingBreach[];
  /** What the rows as a whole break: how many they are, shares, medians, how fresh they are. */
  readonly bounds: readonly TableBreach[];
  /** What could not be judged, and what seems odd, one sentence each. */
  readonly remarks: readonly string[];
  /** Where each row of the table stood: its line in a text file, else its record number, from 1. */
  readonly rowNumbers: Int32Array;
}

/**
 * Holds a raw table against a contract and reports; throws only `data.column-missing`. Columns that the contract does
 * not name are left out. Excluded rows are taken out first and are judged by nothing else.
 */
export function inspect(raw: RawTable, contract: Contract, options: EnforceOptions = {}): Enforced {
  const enforcer = batchEnforcer(contract, options);
  const { table, records, rowNumbers } = enforcer.take(raw);
  const { quarantined, excluded, missing, bounds, remarks } = enforcer.soFar();
  return { table, quarantined: { ...quarantined, records }, excluded, missing, bounds, remarks, rowNumbers };
}

/**
 * Holds a raw table against a contract, and stops when it must: `data.column-missing`, `data.missing-exceeded` (a
 * column), `data.quarantine-exceeded` (too many bad rows), `data.bounds-broken` (the rows as a whole).
 */
export function enforce(raw: RawTable, contract: Contract, options: EnforceOptions = {}): Enforced {
  const found = inspect(raw, contract, options);
  const { rows, share, reasons } = found.quarantined;
  const { maxShare } = contract.quarantine;
  if (found.missing.length > 0) throw missingExceeded({ breaches: found.missing });
  if (share > maxShare) throw quarantineExceeded({ rows, share, maxShare, reasons, remarks: found.remarks });
  if (found.bounds.length > 0) throw boundsBroken({ breaches: found.bounds });
  return found;
}
