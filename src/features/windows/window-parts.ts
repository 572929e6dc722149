import { known } from "../../kernel/index.ts";
import type { AggregateName, WindowNode } from "../node.ts";
import type { Scalar } from "../operator.ts";
import type { Aggregate, Sight, Span } from "./aggregates/aggregate.ts";
import { Extreme } from "./aggregates/extreme.ts";
import { type Last, Latest } from "./aggregates/latest.ts";
import { RecordSoFar } from "./aggregates/record.ts";
import { RevisableLatest } from "./aggregates/revisable-latest.ts";
import { Slope } from "./aggregates/slope.ts";
import { Tally } from "./aggregates/tally.ts";
import { Total } from "./aggregates/total.ts";
import { Variety } from "./aggregates/variety.ts";
import { EventRing } from "./event-ring.ts";
import { Lane } from "./lane.ts";
import type { WindowPlan } from "./window-plan.ts";

/** One window: which aggregate it reads, and how. */
export interface WindowReader {
  readonly aggregate: Aggregate;
  readonly span: Span;
  /** Milliseconds in the unit of a time since or a trend. */
  readonly unit: number;
  readonly answer: (from: WindowReader) => Scalar;
  /** What stays the same while time alone passes: the answer, or the instant since when it is asked. */
  readonly lasting: (from: WindowReader) => Scalar;
}

/** What answers the windows of a plan. */
export interface WindowParts {
  readonly ring: EventRing;
  /** One for each length, the longest last. */
  readonly lanes: readonly Lane[];
  /** One for each window of the plan. */
  readonly readers: readonly WindowReader[];
}

/** Builds what a plan needs. Windows that look at the same events in the same way share one aggregate. */
export function windowParts({ inputs, windows, hasIds }: WindowPlan, corrects: boolean): WindowParts {
  const kinds = inputs.map(({ kind }) => kind);
  const ring = new EventRing(kinds, hasIds);
  const lengths = [...new Set(windows.map(({ within }) => within))].sort((a, b) => a - b);
  const lanes = lengths.map((within) => new Lane(within, ring));
  const shared = new Map<string, Aggregate>();
  const readers = windows.map(({ node, input, within }): WindowReader => {
    const lane = known(lanes[lengths.indexOf(within)], "the lane of a window");
    const { make, answer, lasting, shares } = WAYS[node.aggregate];
    const key = `${shares} ${input} ${within}`;
    const found = shared.get(key);
    const sight: Sight = { ring, input, span: lane.span };
    const aggregate = found ?? make(sight, { corrects, isEndless: lane.isEndless });
    if (found === undefined) lane.aggregates.push(aggregate);
    shared.set(key, aggregate);
    return { aggregate, span: lane.span, unit: unitOf(node), answer, lasting };
  });
  return { ring, lanes, readers };
}

const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Milliseconds in the unit of a window's answer. */
export function unitOf({ unit = "hour" }: WindowNode): number {
  return MILLISECONDS[unit];
}

/** How long ago something was, in units of so many milliseconds. */
export function timeSince(at: number, time: number, unit: number): number {
  return (at - time) / unit;
}

interface Needs {
  /** A correction may take an event back. */
  readonly corrects: boolean;
  /** Nothing grows too old. */
  readonly isEndless: boolean;
}

interface Way {
  /** Windows with the same word here read the same aggregate. */
  readonly shares: string;
  readonly make: (sight: Sight, needs: Needs) => Aggregate;
  readonly answer: (from: WindowReader) => Scalar;
  readonly lasting: (from: WindowReader) => Scalar;
}

/** How one kind of aggregate is made and read. */
function way<A extends Aggregate>(
  shares: string,
  make: (sight: Sight, needs: Needs) => A,
  answer: (aggregate: A, reader: WindowReader) => Scalar,
): Way {
  // What a reader reads was made by the same way, so it is of its class.
  const read = (reader: WindowReader): Scalar => answer(reader.aggregate as A, reader);
  return { shares, make, answer: read, lasting: read };
}

const total = (sight: Sight): Total => new Total(sight);
const last = (sight: Sight, { corrects }: Needs): Last => (corrects ? new RevisableLatest(sight) : new Latest(sight));
const extreme =
  (sign: 1 | -1) =>
  (sight: Sight, { corrects, isEndless }: Needs): Extreme | RecordSoFar =>
    isEndless && !corrects ? new RecordSoFar(sight, sign) : new Extreme(sight, sign);

const WAYS: Readonly<Record<AggregateName, Way>> = {
  count: way(
    "count",
    (sight) => new Tally(sight),
    (tally) => tally.count,
  ),
  sum: way("total", total, (found) => found.sum()),
  mean: way("total", total, (found) => found.mean()),
  min: way("min", extreme(1), (found) => found.value()),
  max: way("max", extreme(-1), (found) => found.value()),
  last: way("last", last, (found) => found.value()),
  distinct: way(
    "distinct",
    (sight) => new Variety(sight),
    (variety) => variety.count(),
  ),
  "since-last": {
    ...way("last", last, (found, { span, unit }) => timeSince(span.at, found.time(), unit)),
    lasting: ({ aggregate }) => (aggregate as Last).time(),
  },
  trend: way(
    "trend",
    (sight) => new Slope(sight),
    (slope, { unit }) => slope.perMillisecond() * unit,
  ),
};
