import { existsSync, readdirSync, readFileSync } from "node:fs";
import { results } from "../../frame/parts.ts";
import type { Found } from "./spoil.ts";
import { DAY } from "./worlds.ts";

export const folder: URL = new URL("truth-watching/", results);

/** A quiet month. */
interface QuietLine {
  readonly world: string;
  readonly month: number;
  readonly case: "quiet";
  readonly periodMs: number;
  readonly quietMs: number;
  readonly days: number;
  /** What was said of which period's end. */
  readonly said: readonly { readonly at: number; readonly what: string }[];
}

/** What came of one case, of all months together. */
export interface Summed {
  readonly n: number;
  readonly noticed: number;
  readonly named: number;
  readonly afterMs: number | null;
  readonly wrong: number;
  /** Months with an alarm that accuses a part that was well. */
  readonly harmed: number;
  /** Why it could not be injected, where that is always so. */
  readonly unfit: string | null;
}

/** One business watched by one length of period, with monitors that are to be quiet for so long. */
export interface Arm {
  readonly world: string;
  readonly periodMs: number;
  readonly quietMs: number;
  readonly quietMonths: number;
  /** Days in a row with an alarm are one. */
  readonly falseAlarms: number;
  readonly perQuarter: number;
  /** What the false alarms said. */
  readonly said: readonly string[];
  readonly cases: Readonly<Record<string, Summed>>;
}

/** Everything that was written down of our monitors; where a month was done twice, the later one counts. */
export function ownArms(): readonly Arm[] {
  const lines = new Map<string, Found | QuietLine>();
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ndjson")) : [];
  for (const file of files)
    for (const text of readFileSync(new URL(file, folder), "utf8").split("\n").filter(Boolean)) {
      const line = JSON.parse(text) as Found | QuietLine;
      lines.set([line.world, line.periodMs, line.quietMs, line.month, line.case].join(" "), line);
    }
  const arms = Map.groupBy(lines.values(), ({ world, periodMs, quietMs }) => `${world} ${periodMs} ${quietMs}`);
  return [...arms.values()]
    .map(armOf)
    .sort((a, b) => a.world.localeCompare(b.world) || a.periodMs - b.periodMs || b.quietMs - a.quietMs);
}

function armOf(lines: readonly (Found | QuietLine)[]): Arm {
  const quiet = lines.filter((line): line is QuietLine => line.case === "quiet");
  const found = lines.filter((line): line is Found => line.case !== "quiet");
  const days = quiet.reduce((sum, line) => sum + line.days, 0);
  const said = quiet.flatMap((line) => line.said.map(({ what }) => what));
  const falseAlarms = quiet.reduce((sum, line) => sum + episodes(line), 0);
  const byCase = Map.groupBy(found, (line) => line.case);
  return {
    ...{ world: lines[0]?.world ?? "", periodMs: lines[0]?.periodMs ?? 0, said },
    ...{ quietMs: lines[0]?.quietMs ?? 0, quietMonths: quiet.length },
    ...{ falseAlarms, perQuarter: (90 * falseAlarms) / Math.max(1, days) },
    cases: Object.fromEntries([...byCase].map(([name, of]) => [name, summed(of)])),
  };
}

function episodes({ said }: QuietLine): number {
  const days = new Set(said.map(({ at }) => Math.ceil(at / DAY)));
  return [...days].filter((day) => !days.has(day - 1)).length;
}

function summed(all: readonly Found[]): Summed {
  const done = all.filter(({ unfit }) => unfit === null);
  const after = done.flatMap(({ afterMs }) => afterMs ?? []).sort((a, b) => a - b);
  return {
    n: done.length,
    noticed: done.filter(({ noticed }) => noticed).length,
    named: done.filter(({ named }) => named).length,
    afterMs: after[Math.floor((after.length - 1) / 2)] ?? null,
    wrong: done.reduce((sum, { wrong }) => sum + wrong, 0),
    harmed: done.filter(({ wrong }) => wrong > 0).length,
    unfit: done.length === 0 ? (all[0]?.unfit ?? null) : null,
  };
}

/** One of the others at one threshold. */
export interface PeerArm {
  readonly name: string;
  readonly setting: string;
  readonly months: number;
  readonly falseAlarms: number;
  readonly perQuarter: number;
  readonly cases: Readonly<Record<string, Omit<Summed, "wrong" | "harmed" | "unfit">>>;
}

/** By business; nothing where they were not run. */
export function peerArms(): Readonly<Record<string, readonly PeerArm[]>> {
  const file = new URL("peers.json", folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, PeerArm[]>) : {};
}
