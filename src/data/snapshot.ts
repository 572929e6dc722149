import { hashBytes, hashValue } from "../kernel/index.ts";
import { type Contract, contractId } from "./contract/contract.ts";
import type { Enforced } from "./contract/enforce.ts";
import type { Table } from "./table.ts";
import { decodeTable, encodeTable } from "./table-codec.ts";

/** An immutable version of a dataset, named by its content. */
export interface Snapshot {
  readonly id: string;
  readonly rows: number;
  /** Version of the contract that let the rows through, see {@link contractId}. */
  readonly contract: string;
  /** Rows that the contract set aside. */
  readonly quarantined: number;
  readonly table: Table;
}

/**
 * The id of a table's logical content: names, kinds, values and the order of the rows, and the contract when one is
 * given. The order of a dictionary, the file and its format do not count. SHA-256, 64 hexadecimal digits.
 */
export function snapshotId(table: Table, contract?: Contract): string {
  const content = hashBytes(encodeTable(table));
  return contract === undefined ? content : underContract(content, contractId(contract));
}

/**
 * The snapshot of what a contract let through. Its table is what {@link decodeTable} gives back, levels in order of
 * first appearance: whoever learns from it now and whoever reads it again in a year learn from the same codes.
 */
export function snapshotOf(enforced: Enforced, contract: Contract): Snapshot {
  return encodedSnapshotOf(enforced, contract).snapshot;
}

/** The same, with the bytes of its table, for whoever keeps it next. */
export function encodedSnapshotOf(
  { table, quarantined }: Enforced,
  contract: Contract,
): { readonly snapshot: Snapshot; readonly bytes: Uint8Array } {
  const bytes = encodeTable(table);
  const version = contractId(contract);
  const snapshot = Object.freeze({
    id: underContract(hashBytes(bytes), version),
    rows: table.rows,
    contract: version,
    quarantined: quarantined.rows,
    table: decodeTable(bytes),
  });
  return { snapshot, bytes };
}

/** The id of content that was let through by a contract of that version. */
export function underContract(content: string, contract: string): string {
  return hashValue({ content, contract });
}
