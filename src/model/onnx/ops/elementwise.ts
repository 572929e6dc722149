import { exp, expm1, log, log1p, tanh } from "../../../kernel/index.ts";
import { sigmoid } from "../../link.ts";
import { numberIn, type Site } from "../graph.ts";
import { asNumbers, numbersOf, present } from "../tensor.ts";
import type { Kernel, Operators } from "./kernel.ts";

/** Element by element, in the type of the input. */
function map(f: (x: number, site: Site) => number): (site: Site) => Kernel {
  return (site) =>
    ([input]) => {
      const { type, dims, data } = asNumbers(input);
      return [
        numbersOf(
          type,
          dims,
          data.map((x) => f(x, site)),
        ),
      ];
    };
}

/** Element by element, to true or false. */
function test(f: (x: number) => boolean): () => Kernel {
  return () =>
    ([input]) => {
      const { dims, data } = asNumbers(input);
      return [{ type: "bool", dims, data: data.map((x) => Number(f(x))) }];
    };
}

const same: () => Kernel =
  () =>
  ([input]) => [present(input)];

/** Half to even, as IEEE 754 rounds. */
function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

/** ln(1 + e^x), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}

/** x where it is above 0, else a share of it. */
const leaky = (x: number, site: Site): number => (x < 0 ? numberIn(site, "alpha", Math.fround(0.01)) * x : x);
const elu = (x: number, site: Site): number => (x < 0 ? numberIn(site, "alpha", 1) * expm1(x) : x);

/** Standard operators of one input that work element by element. */
export const elementwise: Operators = {
  Identity: same,
  Dropout: same,
  Abs: map(Math.abs),
  Ceil: map(Math.ceil),
  Elu: map(elu),
  Exp: map(exp),
  Floor: map(Math.floor),
  IsNaN: test(Number.isNaN),
  LeakyRelu: map(leaky),
  Log: map(log),
  Neg: map((x) => -x),
  Not: test((x) => x === 0),
  Reciprocal: map((x) => 1 / x),
  Relu: map((x) => Math.max(x, 0)),
  Round: map(roundHalfEven),
  Sigmoid: map(sigmoid),
  Sign: map(Math.sign),
  Softplus: map(softplus),
  Sqrt: map(Math.sqrt),
  Tanh: map(tanh),
};
