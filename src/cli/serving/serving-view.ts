import { callout, commandLine, type Document, paragraph, type Section, table } from "../../report/index.ts";
import { isActing, type SystemDefinition } from "../../system/index.ts";
import { HELD_BACK } from "../releases/holdback.ts";
import { decideLine, type ExampleSetting, outcomeLine } from "./example-requests.ts";
import type { Served } from "./serve-words.ts";

/** What is served where, for programs. */
export function servingJson({ server: { url, port }, decider, threads }: Served): unknown {
  return {
    url,
    port,
    threads,
    systems: decider.systems.map((system) => ({ system: system.name, ...planFacts(system, decider) })),
  };
}

/** What is served where at the time `now`, with requests to try for each system. */
export function servingDocument({ server: { url }, decider, threads }: Served, now: number): Document {
  const { systems } = decider;
  return {
    title: `Serving at ${url}`,
    summary: [
      "Every decision is on disk before it is answered. Ctrl-C stops.",
      ...(threads === 1 ? [] : [`${threads} threads answer.`]),
    ],
    sections: [
      ...systems.map((system) => servedSection(system, decider)),
      ...systems.map((system) => {
        const setting = { url, now, read: decider.serving(system.name)?.read ?? new Set<string>() };
        return trySection(system, setting, systems.length === 1 ? "Try it" : `Try ${system.name}`);
      }),
    ],
  };
}

type Deciding = Served["decider"];

function planFacts(
  system: SystemDefinition,
  decider: Deciding,
): {
  readonly plan: number;
  readonly arms: readonly {
    arm: string;
    share: number;
    serves: string;
    purpose: string;
    /** Why models of the release cannot be used, so that the rule decides in their place. */
    unusable?: readonly string[];
  }[];
} {
  const state = decider.serving(system.name);
  const arms = (state?.plan.allocations ?? []).map(({ arm, share, release, purpose }) => {
    const loaded = state?.releases.get(release);
    const unusable = Object.values(loaded?.unusable ?? {});
    const models = Object.values(loaded?.versions ?? {}).join(", ");
    const serves = loaded?.kind !== "model" ? "the rule" : unusable.length > 0 ? `the rule, for ${models}` : models;
    return { arm, share, serves, purpose, ...(unusable.length > 0 ? { unusable } : {}) };
  });
  return { plan: state?.plan.version ?? 0, arms };
}

const REMEDY =
  "Until it can be used the rule decides: restore the model or the system file, or train again and release what passes.";

function servedSection(system: SystemDefinition, decider: Deciding): Section {
  const { arms } = planFacts(system, decider);
  const rows = arms.map(({ arm, share, serves, purpose }) => [
    arm,
    share,
    purpose === "holdback" ? (isActing(system) ? HELD_BACK : "the rule") : serves,
    purpose,
  ]);
  return {
    title: system.name,
    blocks: [
      table(["arm", { name: "share", unit: "percent" }, "serves", "purpose"], rows),
      ...arms.flatMap(({ unusable = [] }) => unusable.map((why) => callout("bad", `${why} ${REMEDY}`))),
    ],
  };
}

/** A question and a report that work as they stand, but for the id of the decision. */
function trySection(system: SystemDefinition, setting: ExampleSetting, title: string): Section {
  const outcome = outcomeLine(system, setting);
  return {
    title,
    blocks: [
      commandLine(decideLine(system, setting)),
      ...(outcome === undefined
        ? []
        : [paragraph("What came of it, and when, by the `id` of the answer:"), commandLine(outcome)]),
    ],
  };
}
