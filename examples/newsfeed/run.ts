/**
 * The whole loop on a simulated business whose truth is known: `npm start`. An objective, an assessment, three heads, a test
 * by lot, other weights, a world that changes, a retraining without a hand on it, and a ledger beside the truth.
 */
import { parseArgs } from "node:util";
import { isAlidadeError, wallClock } from "../../src/kernel/index.ts";
import { terminalProgress, toTerminal } from "../../src/report/index.ts";
import { type Demo, runDemo } from "./demo/demo.ts";
import { openHome, Refused } from "./demo/home.ts";
import { closingWords, curlLine, nextLines, screenOf } from "./demo/screen.ts";
import { summaryJson } from "./demo/summary-json.ts";

const HELP = `The whole loop on a simulated social network, live: objective, assessment, training, a test, weights, drift, retraining, ledger.

  npm start                      run it, then keep serving until Ctrl-C
  npm start -- --dir <folder>    where to put what it makes (default .cache/newsfeed)
  npm start -- --json            one JSON document instead of a screen
  npm start -- --port <port>     port of the server (default: any free one)
  npm start -- --visitors <n>    how many readers there are (default 1,600)
  npm start -- --seed <n>        another network, other luck (default 1)
`;

function readOptions() {
  return parseArgs({
    options: {
      dir: { type: "string", default: ".cache/newsfeed" },
      port: { type: "string", default: "0" },
      visitors: { type: "string", default: "1600" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

/** A whole number of at least `least`. Throws `Refused`. */
function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  throw new Refused(`--${option} takes a whole number from ${least}. Got "${text}".`);
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What a shell is told of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

async function main(interrupted: AbortSignal): Promise<void> {
  const { dir, port, json, help, visitors, seed } = readOptions();
  if (help) return void process.stdout.write(HELP);
  const readers = wholeNumber("visitors", visitors, 150);
  const listenOn = wholeNumber("port", port, 0);
  const world = wholeNumber("seed", seed, 0);
  const home = await openHome(dir);
  const { stdout, stderr } = process;
  const demo = await runDemo({
    ...{ home, readers, seed: world, port: listenOn, signal: interrupted },
    progress: terminalProgress({
      write: (text) => void stderr.write(text),
      columns: stderr.columns || 80,
      interactive: stderr.isTTY === true,
      clock: wallClock,
    }),
  });
  if (json) stdout.write(`${JSON.stringify(summaryJson(demo, home), null, 2)}\n`);
  else {
    const width = Math.min(100, stdout.columns || 100);
    stdout.write(`\n${toTerminal(screenOf(demo.findings), { width, colour: stdout.isTTY === true })}`);
    stdout.write(`\n${closingWords(demo.findings)}\n\n${nextLines(home)}\n`);
  }
  if (stdout.isTTY === true && !json) await keepServing(demo, interrupted);
  await demo.close();
}

/** Serves until Ctrl-C, while virtual time goes on at the pace of the clock on the wall. */
async function keepServing(demo: Demo, interrupted: AbortSignal): Promise<void> {
  process.stdout.write(`\nServing until you press Ctrl-C. From another terminal:\n${curlLine(demo)}\n`);
  const ticking = setInterval(() => demo.clock.advance(1_000), 1_000);
  await new Promise<void>((resolve) => interrupted.addEventListener("abort", () => resolve(), { once: true }));
  clearInterval(ticking);
}

const interruption = new AbortController();
for (const signal of SIGNALS) process.once(signal, () => interruption.abort());
try {
  await main(interruption.signal);
} catch (thrown) {
  const usage = String((thrown as { readonly code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  if (interruption.signal.aborted) {
    process.stderr.write("\nStopped; nothing is left half done.\n");
    process.exitCode = INTERRUPTED;
  } else if (!(thrown instanceof Refused) && !isAlidadeError(thrown) && !usage) throw thrown;
  else {
    process.stderr.write(`${(thrown as Error).message}\n${usage ? `\n${HELP}` : ""}`);
    process.exitCode = 2;
  }
}
