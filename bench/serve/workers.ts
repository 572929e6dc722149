/**
 * `npm run bench:serve -- workers`: CPU that a decision over HTTP takes of a server with two serving threads, beside one with
 * one. Both decide by three heads of 100 trees over what is given, every decision on disk.
 */
import { launcher, runChild } from "../frame/child.ts";
import { type Capacity, capacityLines, capacityOf, loadNotes } from "./load/capacity.ts";
import { serve, stop } from "./load/server.ts";
import { runPart } from "./part.ts";
import { questions } from "./systems/data.ts";
import { systemFile, trainedState } from "./systems/states.ts";

const about = "CPU of a decision over HTTP with two serving threads and with one";

async function capacity(state: string, workers: number, seconds: number): Promise<Capacity> {
  const server = await serve(systemFile("plain"), state, { args: ["--workers", String(workers)] });
  try {
    return await capacityOf(server, { path: "/v1/decide", bodies: questions, seconds });
  } finally {
    await stop(server);
  }
}

await runPart({ name: "workers", about }, async ({ quick, folder, say }) => {
  if (!runChild(process.execPath, [launcher, "serve", "--help"]).stdout.includes("--workers"))
    return { lines: [], notes: ["Skipped: this `alidade serve` has no `--workers`."] };
  const seconds = quick ? 4 : 15;
  const state = await trainedState("plain", folder);
  say("workers: one");
  const one = await capacity(state, 1, seconds);
  say("workers: two");
  const two = await capacity(state, 2, seconds);
  const ratio = two.cpu.all / one.cpu.all;
  return {
    lines: [
      ...capacityLines("two threads", two, { name: "one thread", found: one }),
      { what: "CPU a decision, of that with one thread", value: ratio, unit: "", target: { below: 1.15 } },
    ],
    notes: [...loadNotes("one thread", one), ...loadNotes("two threads", two)],
  };
});
