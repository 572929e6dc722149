import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contract, csv, flag, number } from "../../../data/index.ts";
import { virtualClock } from "../../../kernel/index.ts";
import { unstated } from "../../../objective/index.ts";
import { actIf } from "../../../policy/index.ts";
import * as presets from "../../../presets.ts";
import { on } from "../../../system/index.ts";
import { seenBook } from "../../../watch/index.ts";
import { START } from "../../../watch/seen/made-up.conformance.ts";
import { askedOf } from "../../../watch/seen/reader/reader.conformance.ts";
import { watchedOf } from "../watch/watch-systems.ts";
import { type HealthMemory, healthMemory, keepSample } from "./health-memory.ts";

const HOUR = 3_600_000;
const h = on(contract({ id: number({ unique: true }), visits: number(), bought: flag({ known: "after" }) }));
const shop = h.system({
  name: "shop",
  source: csv("rows.csv"),
  entity: "id",
  objective: unstated({ act: "mail", otherwise: "skip" }),
  outcomes: { bought: h.outcome({ within: "3h", history: (r) => r.bought, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f) => f.visits.atLeast(5),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
  monitors: { period: "1h" },
});

let folder: string;
let state: Awaited<ReturnType<typeof presets.openState>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-own-"));
  state = await presets.openState(join(folder, "state"), { create: true });
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

/** Samples of so many failures an hour, of ten requests. */
function failing(failures: number): HealthMemory {
  const memory = healthMemory();
  for (let hour = -1; hour < 4; hour++) {
    const grown = { requests: 10 * hour + 10, failed: failures * hour + failures, refused: 0, known: 20 * hour + 20 };
    keepSample(memory, { at: START + hour * HOUR, ...grown, lost: 0, unreadyMs: 0, cpuSeconds: 0, memory: 1 });
  }
  return memory;
}

test("systems that are watched together read their own samples, and one of which there are none reads nothing", async () => {
  const names = ["shop", "ward", "farm"];
  const entries = names.flatMap((name) =>
    [0, 1, 2, 3].map((hour) => {
      const of = askedOf(`${name}-${hour}`, START + hour * HOUR, {
        given: { visits: 1 },
        features: {},
        heads: {},
        p: 1,
      });
      return { ...of, body: { ...of.body, system: name } };
    }),
  );
  await state.journal.append(entries);
  const loaded = names.map((name) => ({ system: { ...shop, name }, file: join(folder, `${name}.mts`), folder }));
  const around = {
    ...{ state, clock: virtualClock(START + 3.5 * HOUR), cwd: folder, env: {}, retrains: false, isReplayed: false },
    backends: async () => presets,
    fresh: () => Promise.reject(new Error("nothing is begun")),
    health: new Map([
      ["shop", failing(0)],
      ["ward", failing(7)],
    ]),
  };
  for (const { watch } of await watchedOf(loaded, around, 3_000)) await watch.look(new AbortController().signal);
  const seen = await Promise.all(names.map((name) => seenBook(state).periods(name)));
  const failed = seen.map((periods) => periods.map(({ health }) => health?.failed));
  expect(failed).toEqual([
    [0, 0, 0],
    [7, 7, 7],
    [undefined, undefined, undefined],
  ]);
}, 60_000);
