import { type ShownColumn, showTable, type Table } from "../blocks/table.ts";
import { escapeHtml } from "./escape.ts";
import { shownHtml } from "./value.ts";

/** With more columns than this, intervals stand under their values. */
const DENSE_FROM = 3;

function cellHtml(column: ShownColumn, row: number, first: boolean): string {
  const cell = column.cells[row];
  const body = cell === undefined ? "" : shownHtml(cell);
  const align = column.align === "right" ? ' class="right"' : "";
  return first ? `<th scope="row"${align}>${body}</th>` : `<td${align}>${body}</td>`;
}

function headHtml(columns: readonly ShownColumn[]): string {
  const names = columns.map(({ name, align }) => {
    const right = align === "right" ? ' class="right"' : "";
    return name === "" ? `<td${right}></td>` : `<th scope="col"${right}>${escapeHtml(name)}</th>`;
  });
  return `<thead><tr>${names.join("")}</tr></thead>`;
}

/** A table; it scrolls sideways by itself on a screen that is too narrow, and can be reached by keyboard to do so. */
export function tableHtml(table: Table, label: string = table.caption ?? "Table"): string {
  const columns = showTable(table);
  const rows = table.rows.map((_, row) => `<tr>${columns.map((c, i) => cellHtml(c, row, i === 0)).join("")}</tr>`);
  const caption = table.caption === undefined ? "" : `<caption>${escapeHtml(table.caption)}</caption>`;
  const dense = columns.length > DENSE_FROM ? ' class="dense"' : "";
  const body = `<table${dense}>${caption}${headHtml(columns)}<tbody>${rows.join("")}</tbody></table>`;
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}">${body}</div>`;
}
