import type { Instant } from "../kernel/index.ts";
import type { Facts } from "./change.ts";

/** A training, a search for parameters, or one trial of a search. */
export type RunKind = "train" | "search" | "trial";

/** The code and the machine that a run ran on. */
export interface Provenance {
  /** The commit that was checked out where the system file lies; null outside of a repository. */
  readonly commit: string | null;
  /** Whether anything there differed from that commit; null outside of a repository. */
  readonly dirty: boolean | null;
  readonly node: string;
  /** `linux x64` */
  readonly platform: string;
  readonly cpus: number;
  /** Of the package. */
  readonly version: string;
}

export interface RunDraft {
  readonly system: string;
  /** Id of the snapshot that is learned from. */
  readonly snapshot: string;
  readonly seed: number;
  readonly why: string;
  /** Default: a training. */
  readonly kind?: RunKind;
  /** Id of the run that this one belongs to: a trial's search, what a fork was made from. */
  readonly parent?: string | null;
  /** By head; for a search, what was searched for and how. */
  readonly params?: Facts;
  readonly provenance?: Provenance | null;
}

/** Points of one curve: step and value. */
export type Curve = readonly (readonly [step: number, value: number])[];
/** Learning curves by name. */
export type Curves = Readonly<Record<string, Curve>>;

/** How a run ended. */
export interface RunEnd {
  /** Interrupted: given up by whoever started it; nothing is wrong with what it did. */
  readonly status: "finished" | "failed" | "interrupted";
  /** Ids of the models that it made. */
  readonly models: readonly string[];
  /** Timings, sizes, the gate's verdict; for a failed run, the error. */
  readonly facts: Facts;
  /** Numbers to compare runs by, such as `risk.rocAuc`. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** What else it made, by name: paths and keys. */
  readonly artefacts?: Readonly<Record<string, string>>;
  /** Kept beside the record, at most {@link CURVE_POINTS} points of each. */
  readonly curves?: Curves;
}

/** One run. It stays `running` when its process died. */
export interface Run extends Required<RunDraft>, Required<Omit<RunEnd, "status" | "curves">> {
  /** `run_<system>_<number>` */
  readonly id: string;
  /** 1, 2, 3 … within the system. */
  readonly number: number;
  readonly by: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** Milliseconds; null while it runs. */
  readonly took: number | null;
  readonly status: "running" | RunEnd["status"];
  /** How often it was gone on with: who went on last owns it, and everybody else's writes are refused. */
  readonly turn: number;
}

/** Version 2 knows kinds, parents, parameters, metrics; what was written before says none of it, not even its version. */
export type StoredRun = Partial<Run> & Pick<Run, "id" | "number" | "system" | "startedAt"> & { readonly v?: number };

/** A run that has just begun. */
export function newRun(draft: RunDraft, at: Pick<Run, "number" | "by" | "startedAt">): Run {
  return readRun({ ...draft, ...at, id: `run_${draft.system}_${at.number}` });
}

/** A stored run of any version, with everything that this one knows. */
export function readRun({ v: _, ...stored }: StoredRun): Run {
  return { ...UNSAID, took: stored.endedAt == null ? null : stored.endedAt - stored.startedAt, ...stored };
}

/** A run as it is stored. */
export function storeRun(run: Run): StoredRun {
  return { v: 2, ...run };
}

const UNSAID: Omit<Run, "id" | "number" | "system" | "startedAt" | "took"> = {
  snapshot: "",
  seed: 0,
  why: "",
  kind: "train",
  parent: null,
  params: {},
  provenance: null,
  by: "",
  endedAt: null,
  status: "running",
  turn: 0,
  models: [],
  facts: {},
  metrics: {},
  artefacts: {},
};

/** Points of a curve that are kept. */
const CURVE_POINTS = 100;

/** Curves with few enough points to be kept: evenly spaced ones, the first and the last among them. */
export function thinned(curves: Curves): Curves {
  return Object.fromEntries(Object.entries(curves).map(([name, curve]) => [name, thin(curve)]));
}

function thin(curve: Curve): Curve {
  if (curve.length <= CURVE_POINTS) return curve;
  const step = (curve.length - 1) / (CURVE_POINTS - 1);
  return Array.from({ length: CURVE_POINTS }, (_, i) => curve[Math.round(i * step)] as Curve[number]);
}
