import type { SystemDefinition } from "../../system/index.ts";
import { usage } from "../calling/errors.ts";
import { readTime } from "../incidents/times.ts";

/** What a person says of a recalibration. */
export interface RecalibrateWords {
  readonly recalibrate: readonly string[] | undefined;
  readonly since: string | undefined;
  /** There where a loop asks: heads that the file no longer declares are then no misuse, but a reason to train. */
  readonly turn?: string | undefined;
}

/** What a recalibration is asked to do. */
export interface Recalibrating {
  readonly recalibrate: readonly string[];
  /** Milliseconds since 1970. */
  readonly since?: number;
}

const HELP = "alidade retrain train --help";

/** Reads what was said; undefined where nothing is to be recalibrated. Throws `cli.usage`, `cli.time-unread`. */
export function recalibratingIn(
  { heads }: Pick<SystemDefinition, "heads">,
  { recalibrate, since, turn }: RecalibrateWords,
  now: number,
): Recalibrating | undefined {
  const names = Object.keys(heads).join(", ");
  if (recalibrate === undefined && since !== undefined)
    throw usage({
      problem: `\`--since\` goes with \`--recalibrate\`, which names the heads (${names}): a training learns from the whole snapshot. Got \`--since ${since}\` alone.`,
      help: HELP,
    });
  if (recalibrate === undefined) return undefined;
  const stray = recalibrate.find((name) => !Object.hasOwn(heads, name));
  if (stray !== undefined && turn === undefined)
    throw usage({ problem: `\`--recalibrate\` names heads of the system: ${names}. Got \`${stray}\`.`, help: HELP });
  if (since === undefined) return { recalibrate };
  const at = readTime(since, now);
  if (at > now)
    throw usage({
      problem: `\`--since\` is when something began, so it has passed. Got \`${since}\`, and it is ${new Date(now).toISOString().slice(0, 16)} UTC.`,
      help: HELP,
    });
  return { recalibrate, since: at };
}
