/**
 * `node bench/watch/truth-peers.ts [streams]`: has Evidently, NannyML and river read what `truth.ts --peers <streams>` wrote, and
 * judges them by the rules of `peers/judge.py`. What a month came to is kept, so that it can be stopped and started again, and
 * months can be added. First: `python3 -m venv .cache/watch && .cache/watch/bin/pip install -r bench/watch/requirements.txt`, or
 * `ALIDADE_WATCH_PEERS` names a Python that has them.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../frame/child.ts";
import { folder } from "./truth/results.ts";

const python = process.env.ALIDADE_WATCH_PEERS ?? join(root, ".cache/watch/bin/python");
const streams = process.argv[2] ?? join(root, ".cache/watch-streams");

/** One of the programs; resolves to whether it came to its end. */
function run(script: string): Promise<boolean> {
  const program = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const child = spawn(python, [program, streams, fileURLToPath(folder)], { stdio: "inherit" });
  return new Promise((resolve) => child.on("close", (code) => resolve(code === 0)));
}

if (!existsSync(python) || !existsSync(streams)) {
  console.error(
    `Needed are ${python} with bench/watch/requirements.txt, and ${streams}, which truth.ts --peers writes.`,
  );
  process.exitCode = 1;
} else {
  const measured = await Promise.all(["columns.py", "losses.py"].map(run));
  process.exitCode = measured.every(Boolean) && (await run("judge.py")) ? 0 : 1;
}
