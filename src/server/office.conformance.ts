import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState } from "../backends/index.ts";
import { contract, csv, flag, number, text, time } from "../data/index.ts";
import { type Decider, deciderOf } from "../decide/index.ts";
import { type Tokens, tokensOf } from "../govern/index.ts";
import { randomIds, wallClock } from "../kernel/index.ts";
import { unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { type Registry, registryOf } from "../registry/index.ts";
import type { State } from "../store/index.ts";
import { on, type SystemDefinition } from "../system/index.ts";
import { type RunningServer, type ServerOptions, startServer } from "./index.ts";

const visits = contract({
  patient: number({ integer: true }),
  visits: number({ min: 0, max: 40, missing: 0.5, doc: "inpatient visits in the year before" }),
  age: text({ values: ["young", "old"], missing: 1 }),
  insured: flag({ missing: 1 }),
  admitted: time({ missing: 1 }),
  readmitted: flag({ known: "after" }),
});
const h = on(visits);

/** A hospital that calls whoever was there twice: no heads, only the rule. */
export const hospital = h.system({
  name: "readmission",
  source: csv("hospital.csv"),
  entity: "patient",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { readmitted: h.outcome({ within: "30d", history: (r) => r.readmitted, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f) => f.visits.atLeast(2),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

/** The same hospital with more of its fields as features, for models that read them. */
export const ward = h.system({
  name: "readmission",
  source: csv("hospital.csv"),
  entity: "patient",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { readmitted: h.outcome({ within: "30d", history: (r) => r.readmitted, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits, age: r.age, insured: r.insured })),
  rule: (f) => f.visits.atLeast(2),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

/** A real server over a state of its own. */
export interface Office {
  readonly server: RunningServer;
  readonly decider: Decider;
  readonly registry: Registry;
  readonly state: State;
  readonly tokens: Tokens;
  /** Everything that was logged. */
  readonly lines: readonly { readonly level: string; readonly facts: object; readonly message: string }[];
  close(): Promise<void>;
}

export async function openOffice(
  systems: readonly SystemDefinition[] = [hospital],
  options: Partial<ServerOptions> = {},
  prepare: (tokens: Tokens) => Promise<unknown> = async () => undefined,
): Promise<Office> {
  const directory = await mkdtemp(join(tmpdir(), "alidade-server-"));
  const state = await openState(join(directory, ".alidade"), { create: true });
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const ids = randomIds(randomBytes, Date.now);
  const stopwatch = (): number => performance.now();
  const decider = await deciderOf(systems, { registry, journal: state.journal, clock: wallClock, ids, stopwatch });
  const lines: Office["lines"][number][] = [];
  const at = (level: string) => (facts: object, message: string) => void lines.push({ level, facts, message });
  const logger = { info: at("info"), warn: at("warn"), error: at("error") };
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await state.journal.find("decision", id)) as DecisionRecord | undefined;
  const tokens = tokensOf({ records: state.records, clock: wallClock, who: "test", random: randomBytes });
  await prepare(tokens);
  const http = { tokens: tokens.list, ...options.http };
  const manage = { registry: (who: string) => registryOf({ state, clock: wallClock, who }) };
  const server = await startServer({ decider, port: 0, findDecision, logger, manage, ...options, http });
  const close = async (): Promise<void> => {
    await server.close();
    await state.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { server, decider, registry, state, tokens, lines, close };
}
