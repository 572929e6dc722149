/** Materials of data: tables, contracts, sources, snapshots, splits, the outcome join. */
export {
  type Cell,
  type Column,
  cell,
  column,
  columnOf,
  hasColumn,
  type Kind,
  type NumericColumn,
  numbers,
  type Row,
  rowOf,
  type Table,
  type TextColumn,
  tableOf,
  takeRows,
} from "./table.ts";
