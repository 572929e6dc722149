import type { Decider } from "../decide/index.ts";
import { callout, commandLine, type Document, type Section, table } from "../report/index.ts";
import type { RunningServer } from "../server/index.ts";
import type { SystemDefinition } from "../system/index.ts";

/** What is served where, for programs. */
export function servingJson({ url, port }: RunningServer, decider: Decider): unknown {
  return {
    url,
    port,
    systems: decider.systems.map((system) => ({ system: system.name, ...planFacts(system, decider) })),
  };
}

/** What is served where, with a first request to try. */
export function servingDocument({ url }: RunningServer, decider: Decider): Document {
  const [first] = decider.systems;
  return {
    title: `Serving at ${url}`,
    summary: ["Every decision is on disk before it is answered. Ctrl-C stops."],
    sections: [
      ...decider.systems.map((system) => servedSection(system, decider)),
      ...(first === undefined ? [] : [{ title: "Try it", blocks: [commandLine(tryLine(url, first, decider))] }]),
    ],
  };
}

function planFacts(
  system: SystemDefinition,
  decider: Decider,
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

function servedSection(system: SystemDefinition, decider: Decider): Section {
  const { arms } = planFacts(system, decider);
  const rows = arms.map(({ arm, share, serves, purpose }) => [arm, share, serves, purpose]);
  return {
    title: system.name,
    blocks: [
      table(["arm", { name: "share", unit: "percent" }, "serves", "purpose"], rows),
      ...arms.flatMap(({ unusable = [] }) => unusable.map((why) => callout("bad", `${why} ${REMEDY}`))),
    ],
  };
}

/** A request that works as it stands: a field that the contract lists values for, or else none at all. */
function tryLine(url: string, system: SystemDefinition, decider: Decider): string {
  const read = decider.serving(system.name)?.read ?? new Set<string>();
  const known = Object.entries(system.contract.fields).find(
    ([name, field]) => read.has(name) && field.known === "before" && field.values !== undefined,
  );
  const given = known === undefined ? {} : { [known[0]]: known[1].values?.[0] };
  const body = JSON.stringify({ system: system.name, entity: "1", given });
  return `curl -s ${url}/v1/decide -H 'content-type: application/json' -d '${body.replaceAll("'", "'\\''")}'`;
}
