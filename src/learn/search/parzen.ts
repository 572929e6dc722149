import type { Between, OneOf, Rng } from "../../kernel/index.ts";
import { normalCdf } from "../../stats/index.ts";

/** A place for each dimension: 0 to 1 on a range, the option's number for a choice. */
export type Places = readonly number[];

/** A density over points that can be drawn from. */
export interface Density {
  draw(draws: Rng): Places;
  /** Logarithm of the density. */
  log(places: Places): number;
}

/** One dimension of one bump. */
interface Kernel {
  draw(draws: Rng): number;
  height(place: number): number;
}

type Dimensions = readonly (Between | OneOf)[];

/**
 * A density from a few points: a bump at each, and an even one that keeps every point possible. A bump is a product over
 * the dimensions, so that what goes well together is proposed together. Falkner, Klein, Hutter. BOHB: robust and efficient
 * hyperparameter optimization at scale. ICML 2018, section 3.2.
 */
export function parzen(dimensions: Dimensions, points: readonly Places[]): Density {
  const width = WIDEST * Math.max(1, points.length) ** (-1 / (dimensions.length + 4));
  const bumps = points.map((at) => dimensions.map((dimension, d) => kernelAt(dimension, at[d] as number, width)));
  const all = [...bumps, dimensions.map(evenOver)];
  return {
    draw: (draws) => (all[draws.integer(all.length)] ?? []).map((kernel) => kernel.draw(draws)),
    log: (places) => Math.log(all.reduce((sum, bump) => sum + heightOf(bump, places), 0) / all.length),
  };
}

/** Width of a single bump; it shrinks with their number as Scott's rule says. */
const WIDEST = 0.2;
/** How likely a bump is to leave its option for one at random. */
const WANDER = 0.2;

function heightOf(bump: readonly Kernel[], places: Places): number {
  let product = 1;
  for (let d = 0; d < bump.length; d++) product *= (bump[d] as Kernel).height(places[d] as number);
  return product;
}

function kernelAt(dimension: Between | OneOf, at: number, width: number): Kernel {
  return dimension.kind === "between" ? bumpAt(at, width) : mostly(at, dimension.options.length);
}

/** A normal bump cut off at 0 and 1. */
function bumpAt(at: number, width: number): Kernel {
  const scale = 1 / (width * Math.sqrt(2 * Math.PI) * (normalCdf((1 - at) / width) - normalCdf(-at / width)));
  return {
    height: (place) => scale * Math.exp(-0.5 * ((place - at) / width) ** 2),
    // By rejection: the middle lies inside, so at least a third of the bump does.
    draw: (draws) => {
      for (;;) {
        const place = at + width * draws.normal();
        if (place >= 0 && place <= 1) return place;
      }
    },
  };
}

function mostly(option: number, options: number): Kernel {
  return {
    height: (place) => WANDER / options + (place === option ? 1 - WANDER : 0),
    draw: (draws) => (draws.uniform() < WANDER ? draws.integer(options) : option),
  };
}

function evenOver(dimension: Between | OneOf): Kernel {
  if (dimension.kind === "between") return { height: () => 1, draw: (draws) => draws.uniform() };
  const { length } = dimension.options;
  return { height: () => 1 / length, draw: (draws) => draws.integer(length) };
}
