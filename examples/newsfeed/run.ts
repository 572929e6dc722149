/**
 * The whole loop on a simulated business whose truth is known: `npm start`. Assess, train, serve, prove in an experiment,
 * and hold what was measured against what is true.
 */
import { parseArgs } from "node:util";
import { isAlidadeError, wallClock } from "../../src/kernel/index.ts";
import { terminalProgress, toTerminal } from "../../src/report/index.ts";
import { type Demo, runDemo } from "./demo/demo.ts";
import { openHome, Refused } from "./demo/home.ts";
import { curlLine, screenOf } from "./demo/screen.ts";
import { summaryJson } from "./demo/summary-json.ts";

const HELP = `The whole loop on a simulated social network: history, assessment, training, an experiment, the truth.

  npm start                      run it, then keep serving until Ctrl-C
  npm start -- --dir <folder>    where to put what it makes (default .cache/newsfeed)
  npm start -- --json            one JSON document instead of a screen
  npm start -- --port <port>     port of the server (default: any free one)
  npm start -- --visitors <n>    how many visitors there are, then and now (default: 1,200 then, as planned now)
`;

function readOptions() {
  return parseArgs({
    options: {
      dir: { type: "string", default: ".cache/newsfeed" },
      port: { type: "string", default: "0" },
      visitors: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

/** A whole number of at least `least`. Throws `Refused`. */
function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Refused(`--${option} takes a whole number from ${least}. Got "${text}".`);
}

async function main(): Promise<void> {
  const { dir, port, json, help, visitors } = readOptions();
  if (help) return void process.stdout.write(HELP);
  const crowd = visitors === undefined ? undefined : wholeNumber("visitors", visitors, 150);
  const listenOn = wholeNumber("port", port, 0);
  const home = await openHome(dir);
  const { stdout, stderr } = process;
  const demo = await runDemo({
    home,
    seed: 1,
    past: { visitors: crowd ?? 1_200, days: 28 },
    days: 14,
    ...(crowd === undefined ? {} : { visitors: crowd }),
    port: listenOn,
    progress: terminalProgress({
      write: (text) => void stderr.write(text),
      columns: stderr.columns ?? 80,
      interactive: stderr.isTTY === true,
      clock: wallClock,
    }),
  });
  if (json) stdout.write(`${JSON.stringify(summaryJson(demo, home), null, 2)}\n`);
  else {
    const width = Math.min(100, stdout.columns ?? 100);
    stdout.write(`\n${toTerminal(screenOf(demo.findings, home), { width, colour: stdout.isTTY === true })}`);
  }
  if (stdout.isTTY === true && !json) await keepServing(demo);
  await demo.close();
}

/** Serves until Ctrl-C, while virtual time goes on at the pace of the clock on the wall. */
async function keepServing(demo: Demo): Promise<void> {
  process.stdout.write(
    `\nServing on ${demo.url} until you press Ctrl-C. Ask it, from another terminal:\n\n${curlLine(demo)}\n\n`,
  );
  const ticking = setInterval(() => demo.clock.advance(1_000), 1_000);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  clearInterval(ticking);
}

try {
  await main();
} catch (thrown) {
  const usage = (thrown as { readonly code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true;
  if (!(thrown instanceof Refused) && !isAlidadeError(thrown) && !usage) throw thrown;
  process.stderr.write(`${(thrown as Error).message}\n${usage ? `\n${HELP}` : ""}`);
  process.exitCode = 2;
}
