import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { mergeHistograms, mergeMoments, mergeWeighted } from "../../stats/index.ts";
import { mergeLabels } from "./labels/merge-labels.ts";
import { addCounts, addNames } from "./most-frequent.ts";
import { mergeEvents } from "./open-events.ts";
import { mergeExposure } from "./open-exposure.ts";
import { mergeSlices } from "./open-slices.ts";
import type { HealthSeen, InputSeen, OutputSeen, Seen } from "./seen.ts";

interface Differing {
  readonly one: string;
  readonly other: string;
}

export const layoutsDiffer: ErrorConstructor<Differing> = defineError("watch.layouts-differ", {
  headline: "Periods that do not add up",
  message: ({ one, other }: Differing) =>
    `Only periods that were counted in the same bins add up. Got ${one} and ${other}.`,
  hint: () =>
    "Another release was taken as the reference in between: look at the periods before and after by themselves.",
});

/**
 * Both periods as one. Counts and bins are exact, moments up to rounding; a run is the longest inside of either, because where
 * they meet is not known; names and slices are the most frequent of both. Throws `watch.layouts-differ`.
 */
export function mergeSeen(a: Seen, b: Seen): Seen {
  if (a.layout !== b.layout) throw layoutsDiffer({ one: a.layout, other: b.layout });
  const exposure = mergeExposure(a.exposure, b.exposure);
  const health = mergeOf(a.health, b.health, mergeHealth);
  const value = mergeOf(a.value, b.value, mergeWeighted);
  const score = mergeOf(a.score, b.score, mergeOutput);
  return {
    ...{ layout: a.layout, from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) },
    ...{ decisions: a.decisions + b.decisions, acted: a.acted + b.acted, repeated: a.repeated + b.repeated },
    fields: byName(a.fields, b.fields, mergeInput),
    features: byName(a.features, b.features, mergeInput),
    heads: byName(a.heads, b.heads, mergeOutput),
    ...(score === undefined ? {} : { score }),
    ...{ said: addNames(a.said, b.said), arms: addNames(a.arms, b.arms), fellBack: addCounts(a.fellBack, b.fellBack) },
    ...{ reasons: addNames(a.reasons, b.reasons), took: mergeHistograms(a.took, b.took) },
    slices: mergeSlices(a.slices, b.slices),
    ...(exposure === undefined ? {} : { exposure }),
    ages: byName(a.ages, b.ages, mergeHistograms),
    events: mergeEvents(a.events, b.events),
    labels: byName(a.labels, b.labels, mergeLabels),
    amounts: byName(a.amounts, b.amounts, mergeMoments),
    ...(value === undefined ? {} : { value }),
    ...(health === undefined ? {} : { health }),
  };
}

function mergeOf<T>(a: T | undefined, b: T | undefined, merge: (a: T, b: T) => T): T | undefined {
  return a === undefined || b === undefined ? (a ?? b) : merge(a, b);
}

type Named<T> = Readonly<Record<string, T>>;

function byName<T>(a: Named<T>, b: Named<T>, merge: (a: T, b: T) => T): Named<T> {
  const sum: Record<string, T> = { ...a };
  for (const [name, other] of Object.entries(b)) {
    const one = a[name];
    sum[name] = one === undefined ? other : merge(one, other);
  }
  return sum;
}

function mergeInput(a: InputSeen, b: InputSeen): InputSeen {
  return {
    bins: addBins(a.bins, b.bins),
    missing: a.missing + b.missing,
    ...(a.numbers === undefined || b.numbers === undefined ? {} : { numbers: mergeNumbers(a.numbers, b.numbers) }),
    longestRun: Math.max(a.longestRun, b.longestRun),
  };
}

type Numbers = NonNullable<InputSeen["numbers"]>;

/** The ends of nothing are no ends. */
function mergeNumbers(a: Numbers, b: Numbers): Numbers {
  if (a.n === 0 || b.n === 0) return a.n === 0 ? b : a;
  return { ...mergeMoments(a, b), least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) };
}

function mergeOutput(a: OutputSeen, b: OutputSeen): OutputSeen {
  return {
    bins: addBins(a.bins, b.bins),
    sums: addBins(a.sums, b.sums),
    missing: a.missing + b.missing,
    numbers: mergeMoments(a.numbers, b.numbers),
  };
}

function addBins(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((count, bin) => count + (b[bin] ?? 0));
}

function mergeHealth(a: HealthSeen, b: HealthSeen): HealthSeen {
  return {
    requests: a.requests + b.requests,
    failed: a.failed + b.failed,
    refused: a.refused + b.refused,
    readyMs: a.readyMs + b.readyMs,
    cpuSeconds: a.cpuSeconds + b.cpuSeconds,
    memory: Math.max(a.memory, b.memory),
  };
}
