import { defineError, type ErrorConstructor, milliseconds } from "../../kernel/index.ts";
import {
  championPlan,
  type PlanChange,
  RAMP_LIMITS,
  type Ramp,
  rampPlan,
  type TrafficPlan,
} from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { percent } from "./percent.ts";

/** Whom a release is given to. */
export type ReleaseWay =
  | { readonly kind: "everybody" }
  /** Nobody: it is asked beside what is served, on a part of the decisions. */
  | { readonly kind: "shadow"; readonly share: number }
  /** A growing part of the entities. */
  | {
      readonly kind: "canary";
      readonly ramp: Pick<Ramp, "steps" | "dwellMs" | "decisions"> & { readonly shift: number };
    };

export const rampUnreadable: ErrorConstructor<{ readonly got: string }> = defineError("cli.ramp-unreadable", {
  headline: "A ramp that does not climb",
  message: ({ got }: { readonly got: string }) =>
    `A ramp is a list of percentages above 0 and up to 100, each larger than the one before, such as 1,5,25,100. Got "${got}".`,
});

export const waysExclusive: ErrorConstructor<object> = defineError("cli.ways-exclusive", {
  headline: "Shadow or canary",
  message: () => "A release is a shadow, which nobody sees, or a canary, which some entities get. Got both.",
});

interface WayOptions {
  readonly shadow: boolean;
  readonly sample: number;
  readonly canary: boolean;
  readonly ramp: readonly string[];
  readonly dwell: string;
  readonly least: number;
  readonly shift: number;
}

/** What the options ask for. Throws `cli.ramp-unreadable`, `cli.ways-exclusive`, `kernel.duration-malformed`. */
export function wayOf({ shadow, sample, canary, ramp, dwell, least, shift }: WayOptions): ReleaseWay {
  if (shadow && canary) throw waysExclusive({});
  if (shadow) return { kind: "shadow", share: sample };
  if (!canary) return { kind: "everybody" };
  const steps = ramp.map((percent) => Number(percent.replace(/%$/, "")) / 100);
  const climbs = steps.every((share, i) => share > (steps[i - 1] ?? 0) && share <= 1);
  if (!climbs || steps.length === 0) throw rampUnreadable({ got: ramp.join(",") });
  return { kind: "canary", ramp: { steps, dwellMs: milliseconds(dwell), decisions: least, shift } };
}

interface Planning {
  readonly before: TrafficPlan | undefined;
  readonly way: ReleaseWay;
  readonly purpose: "champion" | "unproven";
  /** Whether the scores of what is served and of the release mean the same: a rule's do not. */
  readonly comparable: boolean;
}

/** Who gets what when a release goes that way. */
export function plannedFor(
  system: SystemDefinition,
  release: string,
  { before, way, purpose, comparable }: Planning,
): Omit<PlanChange, "why"> {
  if (way.kind === "everybody" || before === undefined) return { allocations: championPlan(system, release, purpose) };
  if (way.kind === "shadow") {
    const { allocations, ramp } = before;
    const shadows = [{ release, share: way.share }];
    return ramp === undefined ? { allocations, shadows } : { allocations, shadows, ramp };
  }
  const { champion, from } = standing(before);
  const { shift, ...grows } = way.ramp;
  const limits = {
    ...RAMP_LIMITS,
    scoreShift: comparable ? shift : null,
    actions: comparable ? RAMP_LIMITS.actions : null,
  };
  const ramp: Ramp = { ...grows, step: 0, limits, champion, canary: release, becomes: purpose, from };
  return { allocations: rampPlan(system, ramp), ramp };
}

/** What serves most, and the plan to go back to: of a canary under way, those before it. */
export function standing({ allocations, ramp, version }: TrafficPlan): {
  readonly champion: string;
  readonly from: number;
} {
  const isUnderWay = ramp !== undefined && allocations.some(({ purpose }) => purpose === "canary");
  if (isUnderWay) return { champion: ramp.champion, from: ramp.from };
  const serves = allocations.find(({ purpose }) => purpose === "champion" || purpose === "unproven") ?? allocations[0];
  return { champion: serves?.release ?? "", from: version };
}

/** What a plan does, in a sentence. */
export function wordWay(way: ReleaseWay, plan: string, what: string): string {
  if (way.kind === "everybody") return `${plan} serves ${what}.`;
  if (way.kind === "shadow")
    return `${plan} asks ${what} beside what is served, on ${percent(way.share)} of the decisions; nobody sees its answers.`;
  const [first = 1, ...rest] = way.ramp.steps;
  const then = rest.length === 0 ? "" : `, then ${rest.map(percent).join(", ")}`;
  return `${plan} gives ${what} to ${percent(first)} of the entities${then}, as long as it holds up.`;
}
