/**
 * Counts of numbers by magnitude and sign: what is in one bucket differs by less than a tenth. Mergeable by adding, whatever
 * was counted where; 0 is bucket 0, and what is no finite number is not counted. Masson, Rim, Lee. DDSketch. VLDB 2019.
 */
export interface LogHistogram {
  /** Bucket → count. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Nothing counted yet. */
export const noHistogram: LogHistogram = Object.freeze({ counts: Object.freeze({}) });

const GROWTH = Math.log(1.1);
/** So far from 0 bucket 0 is left: what is smaller counts as 0. */
const SMALLEST = 1e-9;
const OFFSET = Math.ceil(-Math.log(SMALLEST) / GROWTH);

/** A histogram that is added to in place. */
export type OpenHistogram = Map<number, number>;

/** Counts one number; what is not finite is passed over. */
export function countIn(open: OpenHistogram, value: number): void {
  if (!Number.isFinite(value)) return;
  const bucket = bucketOf(value);
  open.set(bucket, (open.get(bucket) ?? 0) + 1);
}

function bucketOf(value: number): number {
  const size = Math.abs(value);
  if (size < SMALLEST) return 0;
  return Math.sign(value) * (Math.ceil(Math.log(size) / GROWTH) + OFFSET + 1);
}

/** The largest number of a bucket above 0, the smallest below. */
function edgeOf(bucket: number): number {
  return bucket === 0 ? 0 : Math.sign(bucket) * Math.exp((Math.abs(bucket) - OFFSET - 1) * GROWTH);
}

/** As it stands, to keep or to send. */
export function histogramOf(open: OpenHistogram): LogHistogram {
  return { counts: Object.fromEntries(open) };
}

/** Both together. */
export function mergeHistograms(a: LogHistogram, b: LogHistogram): LogHistogram {
  const counts: Record<string, number> = { ...a.counts };
  for (const [bucket, count] of Object.entries(b.counts)) counts[bucket] = (counts[bucket] ?? 0) + count;
  return { counts };
}

function sorted({ counts }: LogHistogram): readonly (readonly [bucket: number, count: number])[] {
  return Object.entries(counts)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([a], [b]) => a - b);
}

/** How many were counted. */
export function histogramTotal({ counts }: LogHistogram): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The number below which that part lies, within a tenth; undefined where nothing was counted. */
export function histogramQuantile(histogram: LogHistogram, part: number): number | undefined {
  const most = histogramTotal(histogram) * part;
  let seen = 0;
  for (const [bucket, count] of sorted(histogram)) {
    seen += count;
    if (seen >= most) return edgeOf(bucket);
  }
  return undefined;
}

/** How many are larger than a number, but for those within a tenth of it. */
export function countAbove(histogram: LogHistogram, value: number): number {
  const limit = bucketOf(value);
  return sorted(histogram).reduce((sum, [bucket, count]) => (bucket > limit ? sum + count : sum), 0);
}

/**
 * The largest distance between the distribution functions of two histograms, looked at where buckets end: never more than that
 * of the numbers themselves. Undefined where one of them is empty.
 */
export function largestGap(a: LogHistogram, b: LogHistogram): number | undefined {
  const [ofA, ofB] = [histogramTotal(a), histogramTotal(b)];
  if (ofA === 0 || ofB === 0) return undefined;
  let [inA, inB, most] = [0, 0, 0];
  for (const [bucket] of sorted(mergeHistograms(a, b))) {
    inA += a.counts[bucket] ?? 0;
    inB += b.counts[bucket] ?? 0;
    most = Math.max(most, Math.abs(inA / ofA - inB / ofB));
  }
  return most;
}
