/** Buckets that fill up steadily and are emptied by requests; a full one holds what may come within a second. */
export interface RateLimit {
  /** Takes one; 0 when there was one to take, else the milliseconds until there is. `now` only moves forward. */
  take(key: string, perSecond: number, now: number): number;
}

interface Bucket {
  level: number;
  at: number;
}

/** So many are told apart. The one that was made first is then forgotten, which is to say: full. */
const MOST_BUCKETS = 10_000;

/** Limits by key, in memory. */
export function rateLimit(): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, perSecond, now) {
      const most = Math.max(1, perSecond);
      const bucket = buckets.get(key) ?? { level: most, at: now };
      if (!buckets.has(key)) remember(buckets, key, bucket);
      bucket.level = Math.min(most, bucket.level + ((now - bucket.at) / 1_000) * perSecond);
      bucket.at = now;
      if (bucket.level < 1) return ((1 - bucket.level) / perSecond) * 1_000;
      bucket.level -= 1;
      return 0;
    },
  };
}

function remember(buckets: Map<string, Bucket>, key: string, bucket: Bucket): void {
  if (buckets.size >= MOST_BUCKETS) {
    const [first] = buckets.keys();
    if (first !== undefined) buckets.delete(first);
  }
  buckets.set(key, bucket);
}
