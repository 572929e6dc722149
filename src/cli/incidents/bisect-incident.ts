import type { TrafficPlan } from "../../registry/index.ts";
import type { BisectMetric, LookedAt } from "../../watch/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, number, required, text, withDefault } from "../calling/options.ts";

/** `alidade incident bisect <system> --metric <name> --good <time> --bad <time>`: which version moved a metric. */
export const bisectIncident: Command = defineCommand({
  name: "bisect",
  summary: "Find the version that moved a metric, or tell that none did and the data moved",
  about:
    "The same stored decisions, of around both times, are made again under every traffic plan between them: what differs then is the version " +
    "and nothing else. Every jump above noise is told, not the first alone, with what changed: model and what it was made from, weights, " +
    "policy, traffic. Changes nothing. Ends with 1 when a version moved it.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    metric: withDefault(
      choice(
        ["score", "acted", "value", "loss"],
        "what moved: the mean score, the share acted on, money a decision, the heads' loss",
      ),
      "score",
    ),
    good: required(text("time", "when it was still right: a date, a date with an hour in UTC, or how long ago")),
    bad: withDefault(text("time", "when it was wrong"), "now"),
    around: withDefault(text("duration", "take decisions of so long around each"), "24h"),
    decisions: withDefault(number("n", "so many of each at most", { min: 20, integer: true }), 1_000),
  },
  examples: ["alidade incident bisect system.mts --metric acted --good 2026-06-01 --bad 2026-06-08"],
  async run(invocation) {
    const { args, options, cwd, clock, signal, progress } = invocation;
    const now = clock.now();
    const { readTime, stretchUnread } = await import("./times.ts");
    const [good, bad] = [readTime(options.good ?? "", now), readTime(options.bad ?? "now", now)];
    if (!(bad > good)) throw stretchUnread({ got: `${options.good}..${options.bad}` });
    const { milliseconds } = await import("../../kernel/index.ts");
    const half = Math.min(milliseconds(options.around ?? "24h") / 2, (bad - good) / 2);
    const stretches = { good: [{ from: good - half, to: good + half }], bad: [{ from: bad - half, to: bad + half }] };
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { journal } = await invocation.openState(false);
    const registry = await invocation.registry();
    const { bisect, joinPriced, readStretches } = await import("../../watch/index.ts");
    const most = options.decisions ?? 1_000;
    const looked = await readStretches({ journal, system: system.name, stretches, most, signal });
    const { planStates } = await import("./plan-states.ts");
    const states = await planStates(system, invocation);
    const { plans, byDecisions } = plansBetween(states.plans, { good, bad, looked });
    const step = progress.step("Deciding again under every version");
    const found = await bisect({
      system,
      metric: options.metric as BisectMetric,
      good: joinPriced(system, looked.good, now),
      bad: joinPriced(system, looked.bad, now),
      plans,
      stateOf: states.of,
      models: new Map((await registry.models(system.name)).map((model) => [model.id, model])),
    });
    step.done(`${found.tried} of ${found.versions} versions differ`);
    const { bisectDocument } = await import("./bisect-document.ts");
    const document = bisectDocument(found, {
      ...{ file: args.system, currency: system.objective.currency, good, bad },
      byDecisions,
      firstPlan: states.plans[0]?.at ?? null,
    });
    return { json: found, document, exit: found.jumps.length > 0 ? 1 : 0 };
  },
});

interface Between {
  readonly good: number;
  readonly bad: number;
  readonly looked: Readonly<Record<"good" | "bad", LookedAt>>;
}

/**
 * The plans from the one in force at the good time to the one at the bad time, oldest first. A replayed past is older than every
 * plan: then those from the first to the last that its decisions name.
 */
function plansBetween(
  all: readonly TrafficPlan[],
  { good, bad, looked }: Between,
): { readonly plans: readonly TrafficPlan[]; readonly byDecisions: boolean } {
  const before = all.findLastIndex(({ at }) => at <= good);
  const inForce = all.slice(Math.max(0, before)).filter(({ at }) => at <= bad);
  if (inForce.length > 0) return { plans: inForce, byDecisions: false };
  const named = new Set([...looked.good.decisions, ...looked.bad.decisions].map(({ body }) => body.plan));
  const isNamed = ({ id }: TrafficPlan): boolean => named.has(id);
  return { plans: all.slice(Math.max(0, all.findIndex(isNamed)), all.findLastIndex(isNamed) + 1), byDecisions: true };
}
