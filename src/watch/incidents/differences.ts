import type { ServingState } from "../../decide/index.ts";
import type { HistoryEvent } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Culprit, culpritOf } from "./culprit.ts";
import { concentrated, goesAlong, goesAway, type JoinedBoth, type Remaking } from "./explained.ts";
import { type Factor, type FactorKind, sliceFactors } from "./factor.ts";
import type { Measure } from "./measure.ts";
import { inputsFrom, partFrom, type ReleasePart, type Repair } from "./remake.ts";
import { type Aspect, sayInput, share } from "./say-apart.ts";
import type { Stretch } from "./stretch.ts";
import { type Apart, type Both, mostFrequent } from "./tell-apart.ts";

/** One thing in which two stretches differ, and how much of the change it explains. */
export interface Difference extends Culprit {
  readonly kind: FactorKind;
  readonly name: string;
  readonly aspect: Aspect;
  /** One sentence without a full stop. */
  readonly says: string;
  /** The part of the change that goes away without it; parts need not add up to 1, for causes overlap. */
  readonly explains: number;
  /** `tried`: the decisions were made again without it. `seen`: it goes along with the change, and may be its effect. */
  readonly how: "tried" | "seen";
  /** Jensen–Shannon distance between the stretches, 0 to 1; of a part, its share of the decisions. */
  readonly distance: number;
}

/** What differences are looked for in. */
export interface DifferenceCase {
  readonly system: SystemDefinition;
  readonly history: readonly HistoryEvent[];
  /** From the end of the good stretch to the end of the bad one. */
  readonly between: Stretch;
  readonly joined: JoinedBoth;
  readonly records: Both;
  /** Those factors in which the stretches differ. */
  readonly apart: readonly Apart[];
  readonly measure: Measure;
  /** Bad less good. */
  readonly change: number;
  readonly remaking: Remaking;
  /** What served most of the good stretch; undefined where that is not known any more. */
  readonly goodState: ServingState | undefined;
}

/** Everything in which the stretches differ, what explains most first. */
export function differencesOf(asked: DifferenceCase): readonly Difference[] {
  const all = [
    ...together(asked),
    ...asked.apart.flatMap((apart) => factorDifference(asked, apart)),
    ...sliceDifferences(asked),
  ];
  return all.sort((a, b) => standing(b) - standing(a) || b.distance - a.distance);
}

/**
 * What was tried counts in full; what goes along with a change may be its effect, and a part only says where. Fields that went
 * missing at once have one cause: that they each have their own would be a coincidence.
 */
const TRUST: Readonly<Partial<Record<FactorKind, number>>> = { source: 1.25, slice: 0.6, outcome: 0.5 };

function standing({ kind, how, explains }: Difference): number {
  // What overshoots when it is put right explains as much too much as it overshoots.
  return Math.max(0, 1 - Math.abs(1 - explains)) * (TRUST[kind] ?? (how === "tried" ? 1 : 0.75));
}

/** Versions that are parts of a release, and say so themselves. */
const PARTS: readonly FactorKind[] = ["model", "weights", "policy"];

function factorDifference(asked: DifferenceCase, apart: Apart): readonly Difference[] {
  const { factor, distance } = apart;
  const versions = asked.apart.filter(({ factor: { kind } }) => PARTS.includes(kind));
  if (factor.kind === "release" && versions.length === 1) return [];
  if (isSecondWindow(asked, apart)) return [];
  const repair = repairFor(asked, factor);
  const how = asked.measure.isRemade && repair !== undefined && asked.remaking.pairs.length > 0 ? "tried" : "seen";
  const explains =
    how === "tried" ? goesAway(asked.remaking, repair ?? {}, asked) : goesAlong(factor, asked.joined, asked);
  const said = isInput(factor) ? sayInput(apart, asked.records) : sayVersion(apart, asked.records);
  return [{ kind: factor.kind, name: factor.name, ...said, explains, how, distance, ...culpritOf(factor, asked) }];
}

/** Of the windows over one stream the one that differs most speaks for all: what is put right is the stream. */
function isSecondWindow({ apart }: DifferenceCase, one: Apart): boolean {
  return (
    one.factor.kind === "stream" &&
    apart.find(({ factor }) => factor.kind === "stream" && factor.name === one.factor.name) !== one
  );
}

const isInput = ({ kind }: Factor): boolean => kind === "field" || kind === "stream";

function repairFor({ records, goodState }: DifferenceCase, factor: Factor): Repair | undefined {
  if (isInput(factor)) return inputsFrom(records.good, [factor]);
  const part = PART_OF[factor.kind];
  return part === undefined || goodState === undefined ? undefined : partFrom(goodState, part, factor.name);
}

const PART_OF: Readonly<Partial<Record<FactorKind, ReleasePart>>> = {
  model: "models",
  weights: "weights",
  policy: "policy",
  release: "release",
};

/** Fields that went missing together came from one place: they are put right together too. */
function together(asked: DifferenceCase): readonly Difference[] {
  const gone = asked.apart.filter(
    (apart) => apart.factor.kind === "field" && sayInput(apart, asked.records).aspect === "missing",
  );
  if (gone.length < 2 || !asked.measure.isRemade) return [];
  const factors = gone.map(({ factor }) => factor);
  const names = factors.map(({ name }) => name).join(", ");
  const factor = { kind: "source", name: names } as const;
  return [
    {
      ...factor,
      aspect: "missing",
      says: `${names} went missing together`,
      explains: goesAway(asked.remaking, inputsFrom(asked.records.good, factors), asked),
      how: "tried",
      distance: 1,
      ...culpritOf(factor, asked),
    },
  ];
}

function sayVersion(
  { factor, counts }: Apart,
  { good, bad }: Both,
): { readonly aspect: Aspect; readonly says: string } {
  const of = (records: Both["good"]): string =>
    mostFrequent(
      records.map((record) => String(factor.of(record) ?? "none")),
      1,
    )[0] ?? "none";
  const [before, after] = [of(good), of(bad)];
  const name = factor.kind === "model" ? `the model of ${factor.name}` : `the ${factor.name}`;
  if (before !== after) return { aspect: "version", says: `${name} went from ${before} to ${after}` };
  const [most] = [...counts].sort(
    (a, b) => Math.abs(b.bad / bad.length - b.good / good.length) - Math.abs(a.bad / bad.length - a.good / good.length),
  );
  if (most === undefined) return { aspect: "mix", says: `${name} is mixed in another way` };
  return {
    aspect: "mix",
    says: `${name} is ${most.bin} in ${share(most.bad / bad.length)} of decisions, before in ${share(most.good / good.length)}`,
  };
}

function sliceDifferences(asked: DifferenceCase): readonly Difference[] {
  const factors = sliceFactors(asked.system);
  return factors.flatMap((factor): readonly Difference[] => {
    const found = concentrated(factor, asked.joined, { ...asked, looks: factors.length });
    if (found === undefined) return [];
    const name = `${factor.name} = ${found.value}`;
    const { measure } = asked;
    return [
      {
        kind: "slice",
        name,
        aspect: "mix",
        says: `${measure.name} moved where ${factor.name} is ${found.value} (${share(found.share)} of decisions), and not as much elsewhere`,
        explains: found.explains,
        how: "seen",
        distance: found.share,
        ...culpritOf({ kind: "slice", name }, asked),
      },
    ];
  });
}
