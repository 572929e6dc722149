import {
  checkState,
  type GoldenRequest,
  goldenOf,
  madeUpGolden,
  openState,
  type ServingState,
  servingDocument,
} from "../../decide/index.ts";
import type { DecisionRecord, Envelope } from "../../records/index.ts";
import { championPlan, type Registry, type TrafficPlan } from "../../registry/index.ts";
import type { Journal } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { CheckBudget, ReleaseCheck } from "./check-release.ts";

/** So many stored decisions are asked again, found on so many pages of the journal, the newest first. */
const MOST_RECEIPTS = 200;
const MOST_PAGES = 50;
const PAGE = 1_000;

const MOST_MS = 100;
const MOST_MIB = 2_048;

/** Loads a release in this process and asks it its golden requests: stored decisions, and made-up ones beside them. */
export async function checkHere(
  system: SystemDefinition,
  release: string,
  around: Pick<Invocation, "backends" | "openState" | "registry" | "clock" | "stopwatch"> & {
    readonly budget: CheckBudget;
  },
): Promise<ReleaseCheck> {
  const { backends, clock, stopwatch, budget } = around;
  const registry = await around.registry();
  const start = stopwatch();
  const document = await servingDocument(system.name, await draftPlan(system, release, registry), { registry });
  const { state } = await openState(system, document, { ports: (await backends()).modelPorts() });
  const loadMs = stopwatch() - start;
  const { journal } = await around.openState(false);
  const stored = await receiptsOf(journal, state);
  const checked = checkState(state, [...madeUpGolden(system, clock.now()), ...stored.asked], stopwatch);
  const memoryMib = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const { mostMs = guardedMs(system) ?? MOST_MS, mostMib = MOST_MIB } = budget;
  const { p99Ms } = checked;
  const problems = [
    ...checked.problems,
    ...(p99Ms !== null && p99Ms > mostMs ? [`a decision took ${p99Ms.toFixed(1)} ms, and may take ${mostMs}`] : []),
    ...(memoryMib > mostMib ? [`the process took ${memoryMib} MiB, and may take ${mostMib}`] : []),
  ];
  const { asked, unfit } = stored;
  return {
    release,
    passed: problems.length === 0,
    ...checked,
    stored: asked.length,
    unfit,
    problems,
    loadMs,
    memoryMib,
  };
}

/** The latency that the objective guards, where it guards one. */
export function guardedMs({ objective }: SystemDefinition): number | undefined {
  return objective.guardrails.find(({ guardrail }) => guardrail === "latency")?.p99Ms;
}

/** A plan that gives the release to everybody: the next one, as if it were released. */
async function draftPlan(system: SystemDefinition, release: string, registry: Registry): Promise<TrafficPlan> {
  const current = await registry.currentPlan(system.name);
  const stamp = { by: "check", at: 0, why: "check" };
  return {
    id: "pln_check",
    system: system.name,
    version: (current?.version ?? 0) + 1,
    salt: current?.salt ?? "check",
    allocations: championPlan({ holdback: 0 }, release),
    ...stamp,
  };
}

/** Stored decisions as questions, and how many cannot be asked any more. */
interface Receipts {
  readonly asked: readonly GoldenRequest[];
  readonly unfit: number;
}

/** The newest stored decisions of a system that can be asked under the contract of today. */
async function receiptsOf(journal: Pick<Journal, "readBack">, state: ServingState): Promise<Receipts> {
  const asked: GoldenRequest[] = [];
  let unfit = 0;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { entries, next } = await journal.readBack(cursor, PAGE);
    for (const record of decisionsIn(entries, state.system).toReversed()) {
      const golden = goldenOf(record, state);
      if (golden === undefined) unfit++;
      else asked.push(golden);
      if (asked.length === MOST_RECEIPTS) return { asked, unfit };
    }
    if (next === cursor) break;
    cursor = next;
  }
  return { asked, unfit };
}

function decisionsIn(entries: readonly Envelope[], { name }: SystemDefinition): readonly DecisionRecord[] {
  const decisions = entries.filter(({ kind }) => kind === "decision") as readonly DecisionRecord[];
  return decisions.filter(({ body }) => body.system === name);
}
