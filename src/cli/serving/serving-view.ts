import type { LoadedRelease } from "../../decide/index.ts";
import { callout, commandLine, type Document, paragraph, type Section, table } from "../../report/index.ts";
import { isActing, type SystemDefinition } from "../../system/index.ts";
import { HELD_BACK } from "../releases/holdback.ts";
import { decideLine, type ExampleSetting, outcomeLine } from "./example-requests.ts";
import type { Served } from "./serve-words.ts";

/** What a view of a server reads. */
type Shown = Pick<Served, "decider" | "threads"> & { readonly server: Pick<Served["server"], "url" | "port"> };

/** What is served where, for programs. */
export function servingJson({ server: { url, port }, decider, threads }: Shown): unknown {
  return {
    url,
    port,
    threads,
    systems: decider.systems.map((system) => ({ system: system.name, ...planFacts(system, decider) })),
  };
}

/** What is served where at the time `now`, with requests to try for each system. */
export function servingDocument({ server: { url }, decider, threads }: Shown, now: number): Document {
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
    /** Why models of the release cannot be used, so that another decides in their place, the rule unless `instead` says more. */
    unusable?: readonly string[];
    /** By head whose model cannot be used, the version that answers for it, where there is one for each of them. */
    instead?: Readonly<Record<string, string>>;
  }[];
} {
  const state = decider.serving(system.name);
  const arms = (state?.plan.allocations ?? []).map(({ arm, share, release, purpose }) => {
    const loaded = state?.releases.get(release);
    const unusable = Object.values(loaded?.unusable ?? {});
    const instead = loaded === undefined || unusable.length === 0 ? undefined : standIns(system, loaded);
    const serves = loaded?.kind !== "model" ? "the rule" : wordServes(loaded, instead);
    const why = unusable.length === 0 ? {} : { unusable };
    return { arm, share, serves, purpose, ...why, ...(instead === undefined ? {} : { instead }) };
  });
  return { plan: state?.plan.version ?? 0, arms };
}

/** By head whose model cannot be used, the version before it; undefined where the rule decides, as one that decides has none. */
function standIns(
  { policy }: SystemDefinition,
  { unusable, previous = {} }: LoadedRelease,
): Readonly<Record<string, string>> | undefined {
  const heads = Object.keys(unusable);
  const decisive = "head" in policy ? heads.filter((head) => head === policy.head) : heads;
  if (decisive.some((head) => previous[head] === undefined)) return undefined;
  return Object.fromEntries(
    heads.flatMap((head) => (previous[head] === undefined ? [] : [[head, previous[head].version]])),
  );
}

function wordServes(
  { unusable, versions }: LoadedRelease,
  instead: Readonly<Record<string, string>> | undefined,
): string {
  const models = Object.values(versions).join(", ");
  if (Object.keys(unusable).length === 0) return models;
  if (instead === undefined) return `the rule, for ${models}`;
  return Object.entries(versions)
    .map(([head, version]) => (instead[head] === undefined ? version : `${instead[head]}, for ${version}`))
    .join(", ");
}

const REMEDY = "restore the model or the system file, or train again and release what passes.";

function wordRemedy(instead: Readonly<Record<string, string>> | undefined): string {
  const who = instead === undefined ? "the rule decides" : "the version before it answers";
  return `Until it can be used ${who}: ${REMEDY}`;
}

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
      ...arms.flatMap(({ unusable = [], instead }) =>
        unusable.map((why) => callout("bad", `${why} ${wordRemedy(instead)}`)),
      ),
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
