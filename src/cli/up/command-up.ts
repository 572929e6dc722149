import type { CommandResult, Invocation } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { dashed } from "../calling/options.ts";
import type { LoadedSystem } from "../load-system.ts";
import { serveFlags } from "../serving/serve-flags.ts";
import { upDurations } from "./up-durations.ts";
import type { UpPlan, UpWords } from "./up-plan.ts";

const OF_REPLAY = ["speed", "perDay"] as const;

/** The first option about a server that says something else than when it is left out. */
function servingFlag(words: UpWords): string | undefined {
  const asked: Readonly<Record<string, unknown>> = { ...words };
  const found = Object.entries(serveFlags).find(([name, { absent }]) => asked[name] !== absent)?.[0];
  return found === undefined ? undefined : `--${dashed(found)}`;
}

/** Runs `alidade up` as it was asked for. Throws `cli.usage`. */
export async function commandUp(
  loaded: readonly LoadedSystem[],
  words: UpWords,
  invocation: Invocation,
): Promise<CommandResult> {
  const plan: UpPlan = {
    words,
    ...upDurations(words),
    retrains: !words.noRetrain,
  };
  const idle = words.replay !== undefined ? undefined : OF_REPLAY.find((name) => words[name] !== undefined);
  if (idle !== undefined)
    throw usage({
      problem: `\`${idle === "speed" ? "--speed" : "--per-day"}\` is of \`--replay\`, which is not here. Add \`--replay <file>\` with rows of the past, or leave it out.`,
      help: "alidade up --help",
    });
  const unserved = words.once && words.replay === undefined ? servingFlag(words) : undefined;
  if (unserved !== undefined)
    throw usage({
      problem: `\`${unserved}\` is about a server, and with \`--once\` nothing is served. Leave it out.`,
      help: "alidade up --help",
    });
  if (words.once && words.replay !== undefined)
    throw usage({
      problem:
        "`--once` reads a journal to its end, and `--replay` serves. Got both. Replay first, then look once at the same `--dir`.",
      help: "alidade up --help",
    });
  if (words.once) return await (await import("./look-once.ts")).lookOnce(loaded, plan, invocation);
  if (words.replay !== undefined)
    return await (await import("./replay/run-replay.ts")).runReplay(loaded, plan, invocation);
  return await (await import("./run-up.ts")).runUp(loaded, plan, invocation);
}
