import type { Reweighed, WeightedSystem, WeightsVersion } from "../../registry/index.ts";
import type { Answer } from "../calling/command.ts";
import { shortTime } from "../output/listing.ts";

/** The weights of a system with their bounds, as they are now, or as a change would leave them. */
export async function showWeights(
  { name, weights: bounds }: WeightedSystem,
  current: WeightsVersion | undefined,
  change?: Readonly<Record<string, number>>,
): Promise<Answer> {
  const { table } = await import("../../report/index.ts");
  const heads = Object.entries(bounds);
  const values = Object.fromEntries(
    heads.map(([head, { start }]) => [head, change?.[head] ?? current?.values[head] ?? start]),
  );
  const summary = [
    ...(change === undefined ? [] : ["Nothing was changed: this is what it would be."]),
    wordCurrent(heads.length, current),
  ];
  const rows = heads.map(([head, { min, max, start }]) => [head, values[head] ?? start, min, max, start]);
  return {
    json: { system: name, version: current?.version ?? 0, values, bounds, by: current?.by, at: current?.at },
    document: {
      title: `Weights of ${name}`,
      summary,
      sections:
        rows.length === 0
          ? []
          : [
              {
                title: change === undefined ? "Now" : "Then",
                blocks: [table(["Head", "Weight", "From", "To", "Start"], rows)],
              },
            ],
    },
  };
}

function wordCurrent(heads: number, current: WeightsVersion | undefined): string {
  if (heads === 0) return "It declares no weights.";
  if (current === undefined) return "Nobody has changed them: these are the start values of the system file.";
  return `Version ${current.version} of ${shortTime(current.at)} UTC, by ${current.by}: ${current.why}`;
}

/** What a change of weights came to, beside what it was before. `file`: the system file, as it was named. */
export async function showReweighed(
  system: WeightedSystem,
  { weights, plan }: Reweighed,
  { before, file }: { readonly before: WeightsVersion | undefined; readonly file: string },
): Promise<Answer> {
  const { table } = await import("../../report/index.ts");
  const rows = Object.entries(weights.values).map(([head, value]) => [
    head,
    before?.values[head] ?? system.weights[head]?.start ?? value,
    value,
  ]);
  return {
    json: { system: system.name, weights, plan },
    document: {
      title: `Weights of ${system.name}, version ${weights.version}`,
      summary: [
        plan === undefined
          ? "Nothing that is served has weights yet: the next release has these."
          : `Traffic plan ${plan.version} serves the same models with them; nothing was trained.`,
        `\`alidade weights undo ${file}\` brings back what was before.`,
      ],
      sections: [{ title: "What changed", blocks: [table(["Head", "Before", "Now"], rows)] }],
    },
  };
}
