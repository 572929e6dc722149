import type { Detected, Detector } from "./detector.ts";

/** Uniform numbers that any language can make anew: x ← 16807 x mod (2³¹ − 1). Park, Miller. CACM 31, 1988. */
function* uniforms(seed: number): Generator<number, never> {
  for (let x = (seed * 16_807) % 2_147_483_647; ; x = (x * 16_807) % 2_147_483_647) yield x / 2_147_483_647;
}

/** Ones and zeros: so many, of which this share are ones; then so many others. */
export function flags(seed: number, ...parts: readonly (readonly [n: number, share: number])[]): readonly number[] {
  const draw = uniforms(seed);
  return parts.flatMap(([n, share]) => Array.from({ length: n }, () => (draw.next().value < share ? 1 : 0)));
}

/** Numbers that lie evenly between two; then so many others. */
export function numbers(
  seed: number,
  ...parts: readonly (readonly [n: number, low: number, high: number])[]
): readonly number[] {
  const draw = uniforms(seed);
  return parts.flatMap(([n, low, high]) => Array.from({ length: n }, () => low + (high - low) * draw.next().value));
}

/** The state after every number. */
export function followed<State extends Detected>(
  detector: Detector<State>,
  stream: readonly number[],
): readonly State[] {
  let state = detector.start;
  return stream.map((value) => {
    state = detector.step(state, value);
    return state;
  });
}

/** Where it said that there was a change. */
export function changes(states: readonly Detected[]): readonly number[] {
  return states.flatMap(({ verdict }, i) => (verdict === "changed" ? [i] : []));
}
