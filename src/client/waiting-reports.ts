import type { OutcomeReport } from "./types.ts";

/** Where reports wait that could not be sent yet. The `localStorage` of a browser is one. */
export interface QueueStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
  removeItem(name: string): void;
}

/** Reports by their key, the oldest first; in a storage too, an item each, so that two pages do not overwrite each other's. */
export interface WaitingReports {
  size(): number;
  first(count: number): readonly OutcomeReport[];
  add(report: OutcomeReport): void;
  remove(report: OutcomeReport): void;
}

const PREFIX = "alidade.outcome/";

/** What waited when the page or the process ended, and what comes. */
export function waitingReports(storage: QueueStorage | undefined): WaitingReports {
  const reports = restored(storage);
  return {
    size: () => reports.size,
    first: (count) => [...reports.values()].slice(0, count),
    add: (report) => {
      const name = PREFIX + report.key;
      reports.set(name, report);
      try {
        storage?.setItem(name, JSON.stringify(report));
      } catch {
        // A storage that is full: the report waits in memory alone.
      }
    },
    remove: ({ key }) => {
      reports.delete(PREFIX + key);
      storage?.removeItem(PREFIX + key);
    },
  };
}

function restored(storage: QueueStorage | undefined): Map<string, OutcomeReport> {
  const names = Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? "");
  const found = new Map<string, OutcomeReport>();
  for (const name of names.filter((one) => one.startsWith(PREFIX))) {
    const report = reportIn(storage?.getItem(name) ?? "");
    if (name === PREFIX + report?.key) found.set(name, report as OutcomeReport);
    // Broken: nothing that could be sent.
    else storage?.removeItem(name);
  }
  return found;
}

function reportIn(text: string): Partial<OutcomeReport> | null {
  try {
    return JSON.parse(text) as Partial<OutcomeReport> | null;
  } catch {
    // Cut short by whoever wrote it, or not ours.
    return null;
  }
}
