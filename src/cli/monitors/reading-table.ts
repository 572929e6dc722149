import { formatNumber, type TableBlock, table, type Unit } from "../../report/index.ts";
import { type Named, partKey } from "../../watch/index.ts";

/** Readings, one a line: what of which part, and what it says. */
export function readingLines(readings: readonly Named[]): TableBlock {
  return table(
    ["Kind", "Of", "Evidence", "Says"],
    readings.map(({ reading }) => [kindOf(reading), partKey(reading.about), wordEvidence(reading), reading.says]),
  );
}

/** Readings of one monitor, with their numbers. */
export function readingTable(readings: readonly Named[]): TableBlock {
  return table(
    ["Kind", "Of", { name: "Value", align: "right" }, "Expected", "Evidence"],
    readings.map(({ reading }) => {
      const { about, value, expected, unit } = reading;
      return [
        kindOf(reading),
        partKey(about),
        value === null ? "" : inUnit(value, unit),
        expected === null ? "" : `${inUnit(expected[0], unit)} to ${inUnit(expected[1], unit)}`,
        wordEvidence(reading),
      ];
    }),
  );
}

function kindOf({ kind, over }: Named["reading"]): string {
  return over === "day" ? `${kind} (day)` : kind;
}

/** Numbers of a reading in its unit: shares and milliseconds as people write them. */
export function unitOf(unit: string): Unit {
  if (unit.startsWith("share")) return "percent";
  if (unit === "ms") return "duration";
  if (unit === "bytes") return "bytes";
  return /^[A-Z]{3}$/.test(unit) ? { currency: unit } : "number";
}

function inUnit(value: number, unit: string): string {
  return formatNumber(value, unitOf(unit));
}

/** How much likelier what was read is if something is wrong; less than evenly is none. */
export function wordEvidence({ evidence, isBreach }: Pick<Named["reading"], "evidence" | "isBreach">): string {
  if (isBreach === true) return "a limit is broken";
  if (evidence <= 0) return "none";
  const odds = Math.exp(Math.min(evidence, Math.log(1e6)));
  return odds >= 1e6 ? "over 1,000,000 to 1" : `${formatNumber(odds, "number", odds < 10 ? 1 : 0)} to 1`;
}
