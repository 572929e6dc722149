import { isLoopback } from "../../../server/index.ts";
import { usage } from "../../calling/errors.ts";
import { dashed } from "../../calling/options.ts";
import type { UpWords } from "../up-plan.ts";

/** Options about those who come to a server from elsewhere. */
const ELSEWHERE = ["tlsCert", "tlsKey", "origins", "perToken", "perAddress"] as const;

/** Throws `cli.usage` for options under which a server would not answer a replay, or not in the order of time. */
export function checkReplayFlags(words: UpWords): void {
  const named = ELSEWHERE.find((name) => words[name] !== undefined);
  if (named !== undefined)
    throw refused(
      `\`--${dashed(named)}\` is about callers from elsewhere. Leave it out, or use it without \`--replay\`.`,
    );
  if (!isLoopback(words.host))
    throw refused(`\`--host\` must be one of this machine, such as 127.0.0.1, the default. Got "${words.host}".`);
  if (words.workers > 1)
    throw refused(`It answers on one thread, in the order of time. Got \`--workers ${words.workers}\`: leave it out.`);
}

function refused(problem: string): Error {
  return usage({
    problem: `A replay asks the server that it starts, from this machine and without a token. ${problem}`,
    help: "alidade up --help",
  });
}
