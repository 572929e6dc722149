import type { FrontMetric, MeasuredWeights, WeightsFront } from "../../evaluate/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { WeightValues } from "../../policy/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { nothingServed } from "../releases/preview-weights.ts";

/** A front of weights, and what it rests on. */
export interface ToldFront {
  readonly system: SystemDefinition;
  /** Estimated from decisions that chance has tried, or counted on rows of the history that the heads have not seen. */
  readonly basis: "off-policy" | "held-out";
  /** Why stored decisions could not tell; null where they did, or were not asked. */
  readonly why: string | null;
  readonly decisions: number;
  readonly front: WeightsFront;
}

interface Options {
  readonly from: "log" | "history" | undefined;
  readonly settings: number | undefined;
  readonly decisions: number | undefined;
  readonly data: string | undefined;
}

/** Settings that are tried unless somebody asks for another number: making decisions again takes longer than adding up what heads said. */
const [FEW, MANY] = [40, 150];

/** What settings of the weights come to: from stored decisions where these can tell, else on the history. */
export async function frontOf(
  loaded: LoadedSystem,
  { from, settings: most, decisions = 2_000, data }: Options,
  invocation: Invocation,
): Promise<ToldFront> {
  const { system } = loaded;
  const { weightsFront } = await import("../../evaluate/index.ts");
  const log =
    from === "history"
      ? null
      : await measureLog(
          system,
          { settings: await settingsOf(system, most ?? FEW, invocation), limit: decisions },
          invocation,
        );
  if (from === "log" && log?.measured.length === 0) throw nothingServed({ system: system.name });
  if (log !== null && (from === "log" || log.why === null))
    return { ...log, system, basis: "off-policy", front: weightsFront(log.metrics, log.measured) };
  const { weightsOnHistory } = await import("../../assess/index.ts");
  const { readerFor } = await import("../../embed/index.ts");
  const { compute } = await invocation.backends();
  const { progress, signal } = invocation;
  const read = await readerFor(loaded, data, invocation);
  const settings = await settingsOf(system, most ?? MANY, invocation);
  const found = await weightsOnHistory(system, settings, { read, compute: compute(signal), progress, signal });
  return {
    system,
    basis: "held-out",
    why: log?.why ?? null,
    decisions: found.decisions,
    front: weightsFront(found.metrics, found.measured),
  };
}

/** The grid, beginning with the weights in use. */
async function settingsOf(
  system: SystemDefinition,
  most: number,
  invocation: Invocation,
): Promise<readonly WeightValues[]> {
  const current = await whereStored(async () => await (await invocation.registry()).currentWeights(system.name));
  const bounds = Object.entries(system.weights).map(([head, one]) => [
    head,
    { ...one, start: current?.values[head] ?? one.start },
  ]);
  const { weightGrid } = await import("../../evaluate/index.ts");
  return weightGrid(Object.fromEntries(bounds), { most, byProportion: system.policy.policy === "rank-by" });
}

/** Undefined where nothing is stored here yet. */
async function whereStored<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (isAlidadeError(thrown) && thrown.code.startsWith("state.")) return undefined;
    throw thrown;
  }
}

interface FromLog {
  readonly metrics: readonly FrontMetric[];
  readonly measured: readonly MeasuredWeights[];
  readonly decisions: number;
  readonly why: string | null;
}

interface Asked {
  readonly settings: readonly WeightValues[];
  readonly limit: number;
}

const NOTHING: Omit<FromLog, "why"> = { metrics: [], measured: [], decisions: 0 };

/** Makes the stored decisions again with every setting. */
async function measureLog(
  system: SystemDefinition,
  { settings, limit }: Asked,
  invocation: Invocation,
): Promise<FromLog> {
  const registry = await whereStored(() => invocation.registry());
  const plan = await registry?.currentPlan(system.name);
  if (registry === undefined || plan === undefined) return { ...NOTHING, why: "nothing was released yet" };
  const { clock, signal, progress } = invocation;
  const { storedOf } = await import("../releases/stored-decisions.ts");
  const { loadState, previewProposal } = await import("../../decide/index.ts");
  const { journal } = await invocation.openState(false);
  const stored = await storedOf(journal, { system: system.name, limit, signal });
  if (stored.decisions.length === 0) return { ...NOTHING, why: "no decision was stored yet" };
  const deps = { registry, ports: (await invocation.backends()).modelPorts() };
  const plans = await registry.planHistory(system.name);
  const serving = await loadState(system, plan, deps);
  const step = progress.step("Deciding again");
  const { frontMetric, tooLittle } = await import("./front-metric.ts");
  const measured: MeasuredWeights[] = [];
  let metrics: readonly FrontMetric[] = [];
  for (const weights of settings) {
    signal.throwIfAborted();
    const preview = await previewProposal({
      ...{ system, proposal: { weights }, now: clock.now(), ...stored, serving },
      servedBy: async (id) => {
        const found = plans.find((one) => one.id === id);
        return found === undefined ? undefined : await loadState(system, found, deps);
      },
    });
    metrics = preview.metrics.flatMap((one) => frontMetric(system, one));
    const told = preview.metrics.filter(({ metric }) => metrics.some(({ name }) => name === metric));
    measured.push({ weights, values: Object.fromEntries(told.map(({ metric, proposed }) => [metric, proposed])) });
    step.update(measured.length / settings.length);
  }
  step.done(`${stored.decisions.length} decisions, ${settings.length} settings`);
  return { metrics, measured, decisions: stored.decisions.length, why: tooLittle(metrics, measured) };
}
