import type { Kind } from "../../data/index.ts";

/** Something that occurs with a relative frequency. */
export interface Weighted<T> {
  readonly value: T;
  readonly weight: number;
}

export type Format = "video" | "text" | "photo";
export type Device = "phone" | "tablet" | "desktop";
export type AgeBand = "13-17" | "18-24" | "25-34" | "35-49" | "50+";

/** A country, its main language, and its hours ahead of UTC. */
export interface Country {
  readonly code: string;
  readonly language: string;
  readonly utcOffset: number;
}

/** Topic names, their share of the suggested posts, and how fast they go stale (1 is ordinary). */
export const TOPICS: readonly (Weighted<string> & { readonly staleness: number })[] = [
  { value: "sports", weight: 18, staleness: 1.6 },
  { value: "music", weight: 16, staleness: 0.6 },
  { value: "news", weight: 14, staleness: 2.2 },
  { value: "food", weight: 13, staleness: 0.4 },
  { value: "travel", weight: 11, staleness: 0.4 },
  { value: "technology", weight: 11, staleness: 1.2 },
  { value: "fashion", weight: 9, staleness: 0.8 },
  { value: "science", weight: 8, staleness: 0.7 },
];

export const FORMATS: readonly Weighted<Format>[] = [
  { value: "video", weight: 45 },
  { value: "photo", weight: 35 },
  { value: "text", weight: 20 },
];

export const DEVICES: readonly Weighted<Device>[] = [
  { value: "phone", weight: 68 },
  { value: "desktop", weight: 24 },
  { value: "tablet", weight: 8 },
];

export const AGE_BANDS: readonly Weighted<AgeBand>[] = [
  { value: "13-17", weight: 10 },
  { value: "18-24", weight: 24 },
  { value: "25-34", weight: 28 },
  { value: "35-49", weight: 23 },
  { value: "50+", weight: 15 },
];

export const COUNTRIES: readonly Weighted<Country>[] = [
  { value: { code: "US", language: "en", utcOffset: -6 }, weight: 34 },
  { value: { code: "BR", language: "pt", utcOffset: -3 }, weight: 18 },
  { value: { code: "GB", language: "en", utcOffset: 0 }, weight: 14 },
  { value: { code: "DE", language: "de", utcOffset: 1 }, weight: 13 },
  { value: { code: "ES", language: "es", utcOffset: 1 }, weight: 11 },
  { value: { code: "JP", language: "ja", utcOffset: 9 }, weight: 10 },
];

/** The item that a uniform number on [0, 1) falls on. */
export function pick<T>(items: readonly Weighted<T>[], uniform: number): T {
  const total = items.reduce((sum, item) => sum + item.weight, 0);
  let left = uniform * total;
  const found = items.find((item) => {
    left -= item.weight;
    return left < 0;
  });
  return (found ?? (items[items.length - 1] as Weighted<T>)).value;
}

/** What each observed field is; the columns of the history in order. `engaged` and `shown_at` are in the history alone. */
export const newsfeedKinds: Readonly<Record<string, Kind>> = Object.freeze({
  visitor_id: "text",
  age_band: "text",
  country: "text",
  device: "text",
  visits_30d: "number",
  engagement_30d: "number",
  follows_topic: "flag",
  topic_clicks_30d: "number",
  post_topic: "text",
  post_format: "text",
  post_quality: "number",
  post_age_hours: "number",
  author_followers: "number",
  post_language: "text",
  hour: "number",
  weekday: "number",
  session_depth: "number",
  request_token: "text",
  shown_at: "time",
  engaged: "flag",
});
