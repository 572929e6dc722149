import { milliseconds } from "../../kernel/index.ts";
import { usage } from "../calling/errors.ts";
import type { UpWords } from "./up-plan.ts";

interface Allowed {
  readonly option: string;
  /** What it says. */
  readonly is: string;
  readonly least: string;
  readonly most: string;
  readonly instead: string;
}

const EVERY: Allowed = {
  ...{ option: "--every", is: "the time from one look to the next", least: "50ms", most: "1d" },
  instead: "Try `--every 10s`, the default; a look reads what has come since the last.",
};
const PERIOD: Allowed = {
  ...{ option: "--period", is: "the length of the periods that monitors look at", least: "1s", most: "28d" },
  instead: "Try `--period 1h`, or leave it out: then it is what the system file declares.",
};

/** The times that the command line says, in milliseconds. Throws `cli.usage`. */
export function upDurations({ every, period }: Pick<UpWords, "every" | "period">): {
  readonly everyMs: number;
  readonly periodMs: number | undefined;
} {
  return { everyMs: within(every, EVERY), periodMs: period === undefined ? undefined : within(period, PERIOD) };
}

function within(text: string, { option, is, least, most, instead }: Allowed): number {
  const found = durationIn(text);
  if (found !== undefined && found >= milliseconds(least) && found <= milliseconds(most)) return found;
  const problem = `\`${option}\` is ${is}: a number and ms, s, m, h, d or w, from ${least} to ${most}. Got "${text}". ${instead}`;
  throw usage({ problem, help: "alidade up --help" });
}

/** Milliseconds; undefined where the text is no duration. */
export function durationIn(text: string): number | undefined {
  try {
    return milliseconds(text);
  } catch {
    return undefined;
  }
}
