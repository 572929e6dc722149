import type { OffPolicy } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import { stakesOf } from "../../objective/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { isActing, type SystemDefinition } from "../../system/index.ts";
import { isCallersMistake } from "../decider.ts";
import type { ServingState } from "../serving-state.ts";
import { type Changes, changesOf } from "./changes.ts";
import { evidenceOf } from "./evidence.ts";
import { type ExploringFix, exploringFix } from "./exploring.ts";
import { type GuardrailWatch, guardrailsOf } from "./guardrails.ts";
import { type MetricMovement, metricsOf } from "./metrics.ts";
import { type Proposal, proposedState } from "./proposal.ts";
import { redecide } from "./redecide.ts";
import type { Remade } from "./remade.ts";
import { rerank } from "./rerank.ts";
import { moneyRewards, type Story } from "./rewards.ts";
import { type SettledThreshold, settleThreshold } from "./settle-threshold.ts";
import { type SliceMovement, slicesOf } from "./slices.ts";
import { worthOf } from "./worth.ts";

/** What a preview is made from. */
export interface PreviewRequest {
  readonly system: SystemDefinition;
  /** Receipts of the system, in any order. */
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** As of when, milliseconds since 1970. */
  readonly now: number;
  readonly serving: ServingState;
  readonly proposal: Proposal;
  /** What a traffic plan served, by its id; undefined where that is not known any more. */
  servedBy(plan: string): Promise<ServingState | undefined>;
}

/** What a proposal would change, and what that would bring. */
export interface Preview {
  readonly system: string;
  readonly changes: Changes;
  /** The proposed threshold as it would be served; null where none is proposed. */
  readonly threshold: SettledThreshold | null;
  /** Stored decisions that could not be made again under the file as it is now. */
  readonly unreadable: number;
  /** The objective's money first, then every outcome, then how much is acted on. */
  readonly metrics: readonly MetricMovement[];
  readonly guardrails: readonly GuardrailWatch[];
  readonly slices: readonly SliceMovement[];
  /** How the money is told: overlap, all estimators, sensitivity. Undefined for rankings and where nothing is priced. */
  readonly evidence: OffPolicy | undefined;
  /** What would make judgeable what is not; null where all is. */
  readonly fix: ExploringFix | null;
}

/** Makes stored decisions again, and estimates what a proposal would bring. */
export async function preview(request: PreviewRequest): Promise<Preview> {
  const { system, outcomes, now } = request;
  const threshold = thresholdOf(request);
  const { remade, unreadable } = await remake(request, threshold);
  const records = new Map(request.decisions.map((record) => [record.id, record]));
  const story: Story = { system, remade, outcomes, now, records };
  const worth = worthOf(system);
  const money = worth === undefined ? [] : moneyRewards(story, worth);
  const changes = changesOf(remade);
  return {
    system: system.name,
    changes,
    threshold,
    unreadable,
    metrics: metricsOf(story, { worth, money }),
    guardrails: guardrailsOf(system, request.decisions),
    slices: slicesOf(story, money),
    evidence: worth === undefined ? undefined : evidenceOf(money, worth.range),
    fix: changes.untried > 0 ? exploringFix(system, changes) : null,
  };
}

interface Made {
  readonly remade: readonly Remade[];
  readonly unreadable: number;
}

/** Nobody acts on more than there is room for, whatever threshold is proposed. */
function thresholdOf({ serving, proposal, decisions }: PreviewRequest): SettledThreshold | null {
  const { threshold } = proposal;
  return threshold === undefined ? null : settleThreshold(proposedState(serving, proposal), threshold, decisions);
}

async function remake(
  { system, decisions, serving, proposal, servedBy }: PreviewRequest,
  threshold: SettledThreshold | null,
): Promise<Made> {
  const proposed = proposedState(serving, proposal, threshold ?? undefined);
  const states = await statesOf(decisions, serving, servedBy);
  const acting = isActing(system) ? stakesOf(system.objective).act : undefined;
  const once = new Map(decisions.map((record) => [record.id, record]));
  const remade: Remade[] = [];
  for (const record of once.values()) {
    const under = { served: states.get(record.body.plan), now: serving, proposed };
    const again = attemptOne(() =>
      record.body.candidates === undefined ? redecide(record, under, acting) : rerank(record, under),
    );
    if (again !== undefined) remade.push(again);
  }
  return { remade, unreadable: once.size - remade.length };
}

/** What was asked under another contract cannot be asked again; everything else that is thrown is a defect. */
function attemptOne(make: () => Remade): Remade | undefined {
  try {
    return make();
  } catch (thrown) {
    if (isCallersMistake(thrown)) return undefined;
    throw thrown;
  }
}

async function statesOf(
  decisions: readonly DecisionRecord[],
  serving: ServingState,
  servedBy: PreviewRequest["servedBy"],
): Promise<ReadonlyMap<string, ServingState>> {
  const states = new Map([[serving.plan.id, serving]]);
  for (const plan of new Set(decisions.map(({ body }) => body.plan))) {
    const state = states.get(plan) ?? (await servedBy(plan));
    if (state !== undefined) states.set(plan, known(state, "a state"));
  }
  return states;
}
