import type { Checked } from "./book.ts";
import type { FullDisk } from "./full-disk.ts";
import type { Killed } from "./kill.ts";
import type { SlowDisk } from "./slow-disk.ts";
import type { Stopped } from "./stop.ts";
import type { Swapped } from "./swaps.ts";

/** A line of the table. */
export interface Finding {
  readonly what: string;
  readonly came: string;
  /** Whether what was promised was kept; undefined where it could not be tried. */
  readonly kept: boolean | undefined;
}

const count = (value: number): string => Math.round(value).toLocaleString("en-US");

function isWhole({ missing, doubled, differing }: Checked): boolean {
  return missing + doubled + differing === 0;
}

function wordChecked({ decisions, outcomes, missing, doubled, untold, differing }: Checked): string {
  const lacking = `${count(missing)} missing, ${count(doubled)} doubled, ${count(differing)} decided otherwise when asked again`;
  return `${count(decisions)} decisions and ${count(outcomes)} outcomes acknowledged: ${lacking}; ${count(untold)} stored that nobody was told of`;
}

export function wordKilled(found: Killed): Finding {
  return {
    what: `\`kill -9\` under load, ${found.kills} times`,
    came: `${wordChecked(found)}. ${count(found.repeated)} requests were left open and asked again; ${count(found.odd)} came to anything else.`,
    kept: isWhole(found) && found.untold === 0 && found.odd === 0,
  };
}

export function wordStopped(found: Stopped): Finding {
  const { stops, failedExits, slowestMs, unanswered } = found;
  return {
    what: `SIGTERM under load, ${stops} times`,
    came: `${wordChecked(found)}. ${failedExits} ended with a failure, the slowest after ${count(slowestMs)} ms; ${unanswered} requests met a closing connection and were asked again.`,
    kept: isWhole(found) && found.untold === 0 && failedExits + found.odd === 0,
  };
}

export function wordSwapped(found: Swapped): Finding {
  const { changes, answered, failed, mixed, surplus, late, misjudged, takenP50, takenMost, load } = found;
  const each = `a change was everywhere after ${takenP50.toFixed(0)} ms (p50), ${takenMost.toFixed(0)} ms at most`;
  return {
    what: `${changes} swaps, new weights, rollbacks, canaries and failed deploys under full load`,
    came:
      `${count(answered)} requests answered, ${failed} failed, ${mixed} mixed, ${late} by an earlier plan, ${misjudged} changes misjudged; ` +
      `${each}; ${count(load.perSecond)} requests/s, p99 ${load.latency.p99.toFixed(1)} ms.`,
    kept: failed + mixed + late + misjudged + Math.abs(surplus) === 0,
  };
}

export function wordSlow(found: SlowDisk | undefined): readonly Finding[] {
  const what = "A disk whose flushes take longer";
  if (found === undefined) return [{ what, came: "Not tried: needs Linux and `cc`.", kept: undefined }];
  const steps = found.steps.map(({ delayMs, answeredPerSecond, refused, heldMb }): Finding => {
    const came = `${count(answeredPerSecond)} requests/s answered, ${count(refused)} refused (503); the server holds ${count(heldMb)} MB.`;
    return { what: `Every flush ${delayMs} ms longer`, came, kept: undefined };
  });
  const came = `${wordChecked(found)}. ${count(found.odd)} requests came to anything but 200 and 503.`;
  return [...steps, { what, came, kept: isWhole(found) && found.untold === 0 && found.odd === 0 }];
}

export function wordDisk(whenFull: string, found: FullDisk | undefined): Finding {
  const what = `A full disk, \`--when-full ${whenFull}\``;
  if (found === undefined) return { what, came: "Not tried: needs root on Linux.", kept: undefined };
  const { rounds, recovered, unready, remarked, refused, unlogged, odd } = found;
  return {
    what: `${what}, ${rounds} times`,
    came:
      `${wordChecked(found)}. ${count(refused)} requests refused (503), ${count(unlogged)} decisions answered and not stored, ${odd} came to anything else; recovered by itself ` +
      `${recovered} times of ${rounds}, said of itself ${unready} times that it was not ready, and ${remarked} times that it answers without storing.`,
    kept: isWhole(found) && odd === 0 && recovered === rounds,
  };
}

/** The table as Markdown. */
export function tableText(found: readonly Finding[], notes: readonly string[]): string {
  const verdict = ({ kept }: Finding): string => (kept === undefined ? "" : kept ? "kept" : "**broken**");
  const rows = found.map((one) => `| ${one.what} | ${one.came} | ${verdict(one)} |`);
  return [
    "# A server under load, and what befell it",
    "",
    "Written by `npm run bench:faults`. Callers ask `alidade serve` in a process of its own as fast as it answers; then the journal is",
    "compared with what it told them. A slow disk is one whose `fsync` and `fdatasync` wait first (`bench/serve/faults/slow-disk.c`,",
    "preloaded); a full one is a small `tmpfs` that is filled up and emptied again.",
    "",
    "| what | what came of it | |",
    "|---|---|---|",
    ...rows,
    "",
    ...notes,
    "",
  ].join("\n");
}
