import { milliseconds } from "../../kernel/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import type { LoadedSystem } from "../load-system.ts";
import type { UpPlan, UpWords } from "./up-plan.ts";

/** As a system file may say at least, in milliseconds. */
const SHORTEST = 1_000;

const OF_REPLAY = ["speed", "perDay"] as const;

/** Runs `alidade up` as it was asked for. Throws `cli.usage`, `kernel.duration-malformed`. */
export async function commandUp(
  loaded: readonly LoadedSystem[],
  words: UpWords,
  invocation: Invocation,
): Promise<CommandResult> {
  const plan: UpPlan = {
    words,
    everyMs: milliseconds(words.every),
    periodMs: words.period === undefined ? undefined : milliseconds(words.period),
    retrains: !words.noRetrain,
  };
  if (plan.periodMs !== undefined && plan.periodMs < SHORTEST)
    throw usage({ problem: `\`--period\` is a second or longer. Got "${words.period}".`, help: "alidade up --help" });
  const idle = words.replay !== undefined ? undefined : OF_REPLAY.find((name) => words[name] !== undefined);
  if (idle !== undefined)
    throw usage({
      problem: `\`${idle === "speed" ? "--speed" : "--per-day"}\` is of \`--replay\`.`,
      help: "alidade up --help",
    });
  if (words.once && words.replay !== undefined)
    throw usage({
      problem: "`--once` reads a journal to its end, and `--replay` serves. Got both.",
      help: "alidade up --help",
    });
  if (words.once) return await (await import("./look-once.ts")).lookOnce(loaded, plan, invocation);
  if (words.replay !== undefined)
    return await (await import("./replay/run-replay.ts")).runReplay(loaded, plan, invocation);
  return await (await import("./run-up.ts")).runUp(loaded, plan, invocation);
}
