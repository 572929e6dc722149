import { type LinePlot, linePlot } from "../../report/index.ts";
import { type MonitorName, monitorRun, type Named, partKey, type Seen } from "../../watch/index.ts";
import type { WatchedSystem } from "./open-watched.ts";
import { unitOf } from "./reading-table.ts";

/** Plots of one monitor. */
const MOST = 3;

/**
 * What a monitor reads over the periods that are kept, of the things that are strongest now. Values are read anew from the
 * periods; what was expected of them is what it said in the last one, because a baseline is not kept for every moment.
 */
export function monitorPlots(name: MonitorName, watched: WatchedSystem, periods: readonly Seen[]): readonly LinePlot[] {
  const { system, reference, kept, state } = watched;
  const usable = periods.filter(({ layout }) => reference === undefined || layout === reference.layout.id);
  if (usable.length < 2) return [];
  const periodMs = kept?.periodMs;
  const run = monitorRun({ system, reference, only: [name], ...(periodMs === undefined ? {} : { periodMs }) });
  const read = usable.map((seen) => ({ at: seen.to, readings: run.step(seen).readings }));
  const last = (state?.last?.readings ?? []).filter(({ monitor }) => monitor === name);
  return strongest(last).flatMap((reading) => {
    const key = keyOf(reading);
    const points = read.flatMap(({ at, readings }) => {
      const value = readings.find((one) => keyOf(one) === key)?.reading.value;
      return value == null ? [] : [[at, value] as const];
    });
    return points.length < 2 ? [] : [plotOf(reading, points)];
  });
}

function strongest(readings: readonly Named[]): readonly Named[] {
  const shown = readings.filter(({ reading }) => reading.value !== null && reading.over === undefined);
  return shown.toSorted((a, b) => b.reading.evidence - a.reading.evidence).slice(0, MOST);
}

function keyOf({ reading: { kind, about, over } }: Named): string {
  return `${kind} ${partKey(about)} ${over ?? "period"}`;
}

function plotOf({ reading }: Named, points: readonly (readonly [number, number])[]): LinePlot {
  const { kind, about, unit, expected } = reading;
  const y = unitOf(unit);
  return linePlot({
    title: `${kind} of ${partKey(about)}`,
    x: { label: "time", unit: "time" },
    y: { label: unit === "" ? "value" : unit, unit: y },
    series: [{ name: about.name, points }],
    references: (expected ?? []).map((at, i) => ({
      axis: "y" as const,
      at,
      label: i === 0 ? "least expected now" : "most expected now",
    })),
  });
}
