import { fromBase64, toBase64 } from "../../kernel/index.ts";
import {
  addDistinct,
  type DistinctSketch,
  distinctEstimate,
  distinctSketch,
  hashText,
  mergeDistinct,
} from "../../stats/index.ts";
import { addNames, openNames } from "./most-frequent.ts";
import type { Seen } from "./seen.ts";

/** What was shown to people. */
export type Exposure = NonNullable<Seen["exposure"]>;

/** Counts what is shown. */
export interface OpenExposure {
  add(candidate: string): void;
  /** Undefined where no ranking was seen. */
  read(): Exposure | undefined;
}

/** Nothing shown yet. */
export function openExposure(): OpenExposure {
  const names = openNames();
  let sketch: DistinctSketch | undefined;
  let shown = 0;
  return {
    add(candidate) {
      sketch ??= distinctSketch();
      const { high, low } = hashText(candidate);
      addDistinct(sketch, high, low);
      names.add(candidate);
      shown++;
    },
    read: () => (sketch === undefined ? undefined : { shown, top: names.read(), ...told(sketch) }),
  };
}

function told(sketch: DistinctSketch): Pick<Exposure, "distinct" | "sketch"> {
  return { distinct: Math.round(distinctEstimate(sketch)), sketch: toBase64(sketch.registers) };
}

/** Both together. Without their sketches only the larger number of different candidates is known to be true. */
export function mergeExposure(a: Exposure | undefined, b: Exposure | undefined): Exposure | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const common = { shown: a.shown + b.shown, top: addNames(a.top, b.top) };
  const [one, other] = [sketchOf(a), sketchOf(b)];
  if (one === undefined || other === undefined) return { ...common, distinct: Math.max(a.distinct, b.distinct) };
  mergeDistinct(one, other);
  return { ...common, ...told(one) };
}

function sketchOf({ sketch }: Exposure): DistinctSketch | undefined {
  const registers = sketch === undefined ? undefined : fromBase64(sketch);
  return registers === undefined ? undefined : { registers };
}
