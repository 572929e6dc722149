import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openState } from "../backends/index.ts";
import { contract, csv, flag, number, text, time } from "../data/index.ts";
import { wallClock } from "../kernel/index.ts";
import { perRelevant, unstated, unstatedAnswers } from "../objective/index.ts";
import { actIf, rankBy } from "../policy/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { registryOf } from "../registry/index.ts";
import { on } from "../system/index.ts";
import { type OpenDeciderOptions, openDecider } from "./public.ts";

export const clinicRows = contract({
  patient: number({ integer: true }),
  visits: number({ min: 0, max: 40 }),
  admitted: time({ missing: 1 }),
  back: flag({ known: "after" }),
});
const h = on(clinicRows);
export const clinic = h.system({
  name: "clinic",
  source: csv("clinic.csv"),
  entity: "patient",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits, hour: r.admitted.hour() })),
  rule: (f) => f.visits.atLeast(2),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
  holdback: 0,
});

const posts = contract({
  reader: number(),
  list: text(),
  age: number(),
  read: flag({ known: "after" }),
});
const p = on(posts);
export const feed = p.system({
  name: "feed",
  source: csv("feed.csv"),
  entity: "reader",
  objective: unstatedAnswers(perRelevant({ money: 1, positions: [1, 0.5] })),
  outcomes: { read: p.outcome({ within: "1d", history: (r) => r.read, changedByActing: false }) },
  features: p.features((r) => ({ age: r.age })),
  rule: (f) => f.age.times(-1),
  heads: {},
  weights: {},
  policy: rankBy({ list: "list", top: 2, sources: { follows: { most: 300 }, trending: { most: 200 } } }),
});

/** What is closed after the test, the last first. */
export const open: (() => Promise<unknown>)[] = [];

/** To be called once by every test file that opens something. */
export function closeAfterEach(): void {
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
}

/** A folder that is gone after the test. */
export async function folder(): Promise<string> {
  const found = await mkdtemp(join(tmpdir(), "embed-"));
  open.push(() => rm(found, { recursive: true }));
  return found;
}

export async function opened(options: OpenDeciderOptions = {}) {
  const dir = options.dir ?? join(await folder(), ".alidade");
  const decider = await openDecider([clinic, feed], { ...options, dir });
  open.push(() => decider.close());
  return { decider, dir };
}

/** The same state as another process sees it. */
export async function beside(dir: string) {
  const state = await openState(dir, { create: false });
  open.push(() => state.close());
  const registry = registryOf({ state, clock: wallClock, who: "somebody else" });
  const find = async (id: string) => (await state.journal.find("decision", id)) as DecisionRecord;
  return { state, registry, find };
}
