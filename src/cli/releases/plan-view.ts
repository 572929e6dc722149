import type { Allocation, Registry } from "../../registry/index.ts";
import type { Section, Value } from "../../report/index.ts";
import type { Answer } from "../calling/command.ts";
import { HELD_BACK } from "./holdback.ts";
import { percent } from "./percent.ts";

/** A change of the traffic plan, made or only looked at. */
export interface PlanChangeView {
  readonly title: string;
  readonly summary: readonly string[];
  readonly before: readonly Allocation[];
  readonly after: readonly Allocation[];
  /** What releases serve that are not registered yet. */
  readonly drafts?: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** Shows who gets what now beside who gets what then, arm by arm. */
export async function planChange(registry: Registry, view: PlanChangeView): Promise<Answer> {
  const { table } = await import("../../report/index.ts");
  const arms = [...new Set([...view.before, ...view.after].map(({ arm }) => arm))];
  const now = await wordArms(registry, view.before, {});
  const then = await wordArms(registry, view.after, view.drafts ?? {});
  const rows = arms.map((arm): Value[] => [arm, now.get(arm) ?? "nothing", then.get(arm) ?? "nothing"]);
  return {
    json: view.json,
    document: {
      title: view.title,
      summary: view.summary,
      sections: [{ title: "Who gets what", blocks: [table(["Arm", "Before", "After"], rows)] }],
    },
  };
}

/** Who gets what, arm by arm. */
export async function planNow(registry: Registry, allocations: readonly Allocation[]): Promise<Section> {
  const { table } = await import("../../report/index.ts");
  const now = await wordArms(registry, allocations, {});
  return { title: "Who gets what", blocks: [table(["Arm", "Gets"], [...now])] };
}

/** What a change of the plan does to experiments: a sentence for each that ends or goes on with it. */
export function experimentRemarks(before: readonly Allocation[], after: readonly Allocation[]): readonly string[] {
  const [was, is] = [experimentsIn(before), experimentsIn(after)];
  return [
    ...[...was.difference(is)].map(
      (name) => `The experiment "${name}" ends with this: its arms are gone from the plan.`,
    ),
    ...[...is.difference(was)].map((name) => `The experiment "${name}" runs again with this.`),
  ];
}

function experimentsIn(allocations: readonly Allocation[]): Set<string> {
  return new Set(allocations.flatMap(({ experiment }) => experiment ?? []));
}

async function wordArms(
  registry: Registry,
  allocations: readonly Allocation[],
  drafts: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const words = allocations.map(async ({ arm, release, share, purpose, experiment, delayMs = 0, beside }) => {
    const serves = purpose === "holdback" ? HELD_BACK : (drafts[release] ?? (await wordRelease(registry, release)));
    const role = purpose === arm ? "" : ` as ${purpose}${experiment === undefined ? "" : ` of ${experiment}`}`;
    const half = beside === undefined ? "" : `, asked beside ${await wordRelease(registry, beside)}`;
    const late = delayMs === 0 ? "" : `, ${delayMs} ms later`;
    return [arm, `${percent(share)}: ${serves}${half}${late}${role}`] as const;
  });
  return new Map(await Promise.all(words));
}

async function wordRelease(registry: Registry, id: string): Promise<string> {
  const { kind, models } = await registry.findRelease(id);
  return kind === "rule" ? "the rule" : Object.values(models).join(" + ");
}
