/** What each kind of framing asks of whoever keeps it. */
export const UPKEEP = {
  number: "One model with one output; nothing has to be kept beside it.",
  buckets: (count: number): string =>
    `One model with ${count} outputs; its edges are looked at again when the values move.`,
  binary: "One model with one output; its threshold follows the prices by itself.",
  cut: "One model with one output; the cut has to be chosen again when the values move.",
  classes: (count: number): string =>
    `One model with ${count} outputs; a new class means training it again, and telling whatever reads its outputs.`,
  oneEach: (count: number): string =>
    `${count} models; a new class is one more model to train, release and watch, and the others stay.`,
  candidates: "One model with one output; every candidate's fields are sent with each request.",
  several: (count: number): string => `${count} models, each trained and watched by itself.`,
} as const;
