import { halving, hyperband } from "./halving.ts";
import { random } from "./random.ts";
import { tpe } from "./tpe.ts";

/** Every way of searching, by name. */
export const searchMethods: {
  readonly tpe: typeof tpe;
  readonly random: typeof random;
  readonly halving: typeof halving;
  readonly hyperband: typeof hyperband;
} = { tpe, random, halving, hyperband };

/** The name of a way of searching. */
export type SearchMethodName = keyof typeof searchMethods;
