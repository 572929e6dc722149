import type { Benchmark, Line, Measured, Target, Unit } from "./benchmark.ts";

/** A benchmark's table as text. */
export function tableOf({ name, about }: Benchmark, { lines, notes }: Measured): string {
  const head = ["", "Alidade", "target", "beside it", "", "ratio"];
  const rows = [head, ...lines.map(cellsOf)].filter((_, i) => i > 0 || lines.length > 0);
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0, i))
      .join("  ")
      .trimEnd(),
  );
  return [`${name}: ${about}`, "", ...text.map((line) => `  ${line}`), "", ...notes.map((note) => `  ${note}`)].join(
    "\n",
  );
}

/** Names to the left, numbers to the right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
}

function cellsOf({ what, value, unit, target, beside }: Line): readonly string[] {
  const met = target === undefined ? "" : `${targetText(target, unit)} ${isMet(value, target) ? "met" : "MISSED"}`;
  if (beside === undefined) return [what, numberText(value, unit), met, "", "", ""];
  return [
    what,
    numberText(value, unit),
    met,
    numberText(beside.value, unit),
    beside.name,
    ratioText(value, beside.value),
  ];
}

/** Whether a value is on the right side of its target. */
export function isMet(value: number, target: Target): boolean {
  return "below" in target ? value < target.below : value > target.above;
}

function targetText(target: Target, unit: Unit): string {
  const [sign, bound] = "below" in target ? ["<", target.below] : [">", target.above];
  return `${sign} ${bound} ${unit}`.trimEnd();
}

function ratioText(value: number, beside: number): string {
  return `× ${(value / beside).toPrecision(3)}`;
}

function numberText(value: number, unit: Unit): string {
  if (unit === "") return value.toFixed(4);
  const text = value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
  return `${text} ${unit}`;
}
