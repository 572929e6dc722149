import type { Dimension, ParamValues } from "../../kernel/index.ts";
import type { learners } from "../_catalogue.ts";

type ValuesOf<N extends keyof typeof learners> = ParamValues<(typeof learners)[N]["params"]>;

/**
 * The parameters of a learner, each with what it may be while it is being searched for. For the compiler alone.
 *
 * @example
 * export const search = {
 *   risk: { numLeaves: between(8, 128, { log: true, whole: true }) } satisfies SpaceFor<"gbdt">,
 * };
 */
export type SpaceFor<N extends keyof typeof learners> = {
  readonly [P in keyof ValuesOf<N>]?: Dimension<ValuesOf<N>[P]>;
};
