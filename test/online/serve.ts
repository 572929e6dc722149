/** `node serve.ts <state directory>`: serves the system until it is killed, and prints its address. */
import { randomBytes } from "node:crypto";
import { deciderOf, onlineOf } from "../../src/decide/index.ts";
import { randomIds, wallClock } from "../../src/kernel/index.ts";
import { onlineValues, openState } from "../../src/presets.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { startServer } from "../../src/server/index.ts";
import { system } from "./system.ts";

const state = await openState(process.argv[2] as string, { create: true });
const values = await onlineValues(state);
const ids = randomIds(randomBytes, Date.now);
const { journal } = state;
// Written often, so that a kill often falls into the writing.
const online = await onlineOf([system], { values, journal, clock: wallClock, ids, keepAfter: 60, memory: 400_000 });
const registry = registryOf({ state, clock: wallClock, who: "test" });
const stopwatch = (): number => performance.now();
const decider = await deciderOf([system], { registry, journal, online, clock: wallClock, ids, stopwatch });
const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
  (await journal.find("decision", id)) as DecisionRecord | undefined;
const server = await startServer({ decider, online, findDecision, port: 0, refreshMs: 20 });
process.stdout.write(`${server.url}\n`);
