import { shareAtMost } from "../../stats/index.ts";
import { type AdwinState, adwin } from "../detectors/adwin.ts";
import { type DdmState, ddm } from "../detectors/ddm.ts";
import type { Detected, Detector } from "../detectors/detector.ts";
import { type PageHinkleyState, pageHinkley } from "../detectors/page-hinkley.ts";

/** Three detectors over the losses of one head, and how often they spoke. Plain data. */
export interface LossWatch {
  /** The loss that is usual; null before any was seen. */
  readonly usual: number | null;
  readonly adwin: AdwinState;
  readonly ddm: DdmState;
  readonly pageHinkley: PageHinkleyState;
  /** Periods, and those in which a detector said "changed". */
  readonly periods: number;
  readonly spoke: number;
  /** Those that spoke in the last period. */
  readonly changed: readonly DetectorName[];
  /** Natural logarithm of an e-value of the last period. */
  readonly evidence: number;
}

export type DetectorName = "ADWIN" | "DDM" | "Page–Hinkley";

const windows = adwin();
const errors = ddm();
/** In units of the usual loss: single losses scatter by about one and lean to one side, and seldom add up to this. */
const sums = pageHinkley({ allowance: 0.1, threshold: 50 });

/** Before any loss; `usual` is what the reference showed. */
export function openLossWatch(usual: number | undefined): LossWatch {
  return {
    usual: usual !== undefined && usual > 0 ? usual : null,
    ...{ adwin: windows.start, ddm: errors.start, pageHinkley: sums.start },
    ...{ periods: 0, spoke: 0, changed: [], evidence: 0 },
  };
}

/**
 * Takes the losses of a period in their order. Detectors promise little of how seldom they speak without a change, so what it
 * means that one spoke is measured by how often any did before on this very stream: the evidence is a bet against the largest
 * share of periods that this leaves open.
 */
export function watchLosses(watch: LossWatch, losses: readonly number[]): LossWatch {
  const finite = losses.filter((loss) => Number.isFinite(loss));
  const usual = watch.usual ?? (meanOf(finite) || null);
  if (usual === null || finite.length === 0) return { ...watch, changed: [], evidence: 0 };
  const parts = finite.map((loss) => loss / usual);
  const shares = parts.map((part) => part / (1 + part));
  const [a, d, p] = [
    heard(windows, watch.adwin, shares),
    heard(
      errors,
      watch.ddm,
      parts.map((part) => Number(part > 1)),
    ),
    heard(
      sums,
      watch.pageHinkley,
      parts.map((part) => Math.min(part, MOST)),
    ),
  ];
  const changed = [...named("ADWIN", a), ...named("DDM", d), ...named("Page–Hinkley", p)];
  return {
    ...{ usual, adwin: a.state, ddm: d.state, pageHinkley: p.state, changed },
    periods: watch.periods + 1,
    spoke: watch.spoke + (changed.length > 0 ? 1 : 0),
    evidence: evidenceOf(watch, changed.length > 0),
  };
}

/** One loss that is far out is not to speak alone. */
const MOST = 10;

function meanOf(losses: readonly number[]): number {
  return losses.length === 0 ? 0 : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

interface HeardLosses<State> {
  readonly state: State;
  readonly isChanged: boolean;
}

function heard<State extends Detected>(
  detector: Detector<State>,
  before: State,
  values: readonly number[],
): HeardLosses<State> {
  let [state, isChanged] = [before, false];
  for (const value of values) {
    state = detector.step(state, value);
    if (state.verdict === "changed") isChanged = true;
  }
  return { state, isChanged };
}

function named(name: DetectorName, { isChanged }: HeardLosses<unknown>): readonly DetectorName[] {
  return isChanged ? [name] : [];
}

/** Half is staked on that a detector speaks, at the odds that are fair for the largest share of quiet periods in which one may. */
function evidenceOf({ spoke, periods }: LossWatch, isSpeaking: boolean): number {
  const share = shareAtMost(spoke, periods, 0.05);
  return isSpeaking ? Math.log(0.5 + 0.5 / share) : Math.log(0.5);
}
