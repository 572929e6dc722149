import { milliseconds } from "../../kernel/index.ts";
import { usage } from "../calling/errors.ts";
import { durationIn } from "../up/up-durations.ts";

const [LEAST, MOST] = ["10m", "1d"] as const;

/**
 * How long the periods of a drill are, in milliseconds: what the command line says, else as long as those by which the system is
 * watched, where somebody watches it. Undefined: what it declares. Throws `cli.usage`.
 */
export function drillPeriod(said: string | undefined, watched: number | undefined): number | undefined {
  if (said === undefined)
    return watched === undefined ? undefined : Math.min(milliseconds(MOST), Math.max(milliseconds(LEAST), watched));
  const found = durationIn(said);
  if (found !== undefined && found >= milliseconds(LEAST) && found <= milliseconds(MOST)) return found;
  const problem = `\`--period\` is the length of the periods that monitors look at: a number and m, h or d, from ${LEAST} to ${MOST}. Got "${said}". Try \`--period 1h\`, or leave it out: then it is the period that the system is watched by.`;
  throw usage({ problem, help: "alidade drill --help" });
}
