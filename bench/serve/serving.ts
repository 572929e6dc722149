/**
 * `npm run bench:serve -- serving`: one server process that decides by three heads of 100 trees, with twenty windows of the
 * online view, every decision on disk before it is answered; beside a bare Fastify route that reads the same body.
 */
import type { Line } from "../frame/benchmark.ts";
import { bareServer } from "./load/bare.ts";
import { type Capacity, capacityLines, capacityOf, loadNotes } from "./load/capacity.ts";
import { diskNote } from "./load/disk.ts";
import { type Server, serve, stop } from "./load/server.ts";
import { runPart } from "./part.ts";
import { questions } from "./systems/data.ts";
import { systemFile, trainedState } from "./systems/states.ts";

async function capacity(server: Server, seconds: number): Promise<Capacity> {
  try {
    return await capacityOf(server, { path: "/v1/decide", bodies: questions, seconds });
  } finally {
    await stop(server);
  }
}

/** The middle one by its most. */
function middle(found: readonly Capacity[]): Capacity {
  const sorted = [...found].sort((a, b) => a.most.perSecond - b.most.perSecond);
  return sorted[Math.floor((sorted.length - 1) / 2)] as Capacity;
}

const TARGETS: Readonly<Record<string, Line["target"]>> = {
  "decisions, most": { above: 10_000 },
  "decisions, at half, p99": { below: 5 },
};

const about = "decisions over HTTP by three heads of 100 trees with 20 windows of the online view, each on disk";
await runPart({ name: "serving", about }, async ({ runs, quick, folder, say }) => {
  const seconds = quick ? 4 : 15;
  const [ours, bare]: Capacity[][] = [[], []];
  const state = await trainedState("offers", folder);
  const disk = diskNote(folder);
  for (let run = 0; run < runs; run++) {
    say("serving: Alidade");
    ours?.push(await capacity(await serve(systemFile("offers"), state), seconds));
    say("serving: a bare Fastify route");
    bare?.push(await capacity(await bareServer(), seconds));
  }
  const [mine, floor] = [middle(ours as Capacity[]), middle(bare as Capacity[])];
  const lines = capacityLines("decisions", mine, { name: "bare Fastify", found: floor }).map((line): Line => {
    const target = TARGETS[line.what];
    return target === undefined ? line : { ...line, target };
  });
  const share = mine.most.perSecond / floor.most.perSecond;
  return {
    lines: [
      ...lines,
      { what: "decisions, CPU an answer of the answering thread", value: mine.cpu.main, unit: "µs" },
      { what: "decisions, of what a bare route answers", value: share, unit: "", target: { above: 0.2 } },
    ],
    notes: [
      ...loadNotes("Alidade", mine),
      ...loadNotes("bare Fastify", floor),
      disk,
      "Server, journal and load share the cores of this machine.",
    ],
  };
});
