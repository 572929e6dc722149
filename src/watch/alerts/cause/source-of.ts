import { type Cause, partKey } from "../alert.ts";
import { featuresOf, fieldsRead, streamOf, type Wiring } from "./feeds.ts";
import type { SickPart } from "./sick-part.ts";

/** So many inputs of one source that fall ill at once are no coincidence. */
const MANY = 5;
/** So few are, unless they are half of what comes from there. */
const FEW = 3;

interface Sourced {
  readonly root: SickPart;
  readonly source: Cause;
}

/** The sources of inputs that fell ill together with many others of the same source, by the key of the input. */
export function sharedSources(
  roots: readonly SickPart[],
  { wiring, slackMs }: { readonly wiring: Wiring; readonly slackMs: number },
): ReadonlyMap<string, Cause> {
  const bySource = new Map<string, Sourced[]>();
  for (const root of roots) {
    const source = sourceOf(root, wiring);
    if (source === undefined) continue;
    const key = partKey(source);
    bySource.set(key, [...(bySource.get(key) ?? []), { root, source }]);
  }
  const ill = new Set(roots.map(({ key }) => key));
  return new Map(
    [...bySource].flatMap(([key, inputs]) =>
      (ill.has(key) ? inputs : fallenTogether(inputs, { wiring, slackMs })).map(
        ({ root, source }) => [root.key, source] as const,
      ),
    ),
  );
}

/** Those inputs of one source beside which enough others began at about the same time. */
function fallenTogether(
  inputs: readonly Sourced[],
  { wiring, slackMs }: { readonly wiring: Wiring; readonly slackMs: number },
): readonly Sourced[] {
  const [first] = inputs;
  if (first === undefined || inputs.length < FEW) return [];
  const all = countOf(first.source, wiring);
  return inputs.filter(({ root }) => {
    const atOnce = inputs.filter((other) => Math.abs(other.root.since - root.since) <= slackMs).length;
    return atOnce >= MANY || (atOnce >= FEW && atOnce * 2 >= all);
  });
}

/** Where an input comes from: a stream, or the rows; undefined for what is no input, or has several sources. */
function sourceOf(part: SickPart, wiring: Wiring): Cause | undefined {
  if (part.part !== "field" && part.part !== "feature") return undefined;
  const stream = streamOf(wiring, part);
  if (stream !== undefined) return { part: "stream", name: stream };
  return part.part === "field" ? { part: "data", name: wiring.system.source.path } : undefined;
}

function countOf({ part, name }: Cause, wiring: Wiring): number {
  return part === "stream" ? featuresOf(wiring, name).length : fieldsRead(wiring).length;
}
