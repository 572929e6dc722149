import { onnxMalformed } from "../errors.ts";
import { numberIn, numbersIn, type Site, tensorIn, textIn, textsIn } from "../graph.ts";
import { numbersOf, present, type Tensor } from "../tensor.ts";
import type { Kernel } from "./kernel.ts";

type Values = readonly string[] | Float64Array;

/** What is looked up, what is found, and what stands for everything else. */
interface Dictionary {
  readonly keys: Values;
  readonly values: Values;
  readonly type: Tensor["type"];
  readonly otherwise: string | number;
}

const TYPES = [
  ["strings", "string"],
  ["int64s", "int64"],
  ["floats", "float"],
] as const;

const DEFAULTS = { string: "_Unused", int64: -1, float: -0 } as const;

/** Replaces each value by the one beside it in a list of pairs. A missing number (NaN) can be a key. */
export function labelEncoder(site: Site): Kernel {
  const { keys, values, type, otherwise } = site.opset < 2 ? byClasses(site) : byPairs(site);
  if (keys.length !== values.length) throw onnxMalformed({ what: "LabelEncoder has more keys than values, or fewer" });
  const index = new Map(Array.from<string | number, readonly [string | number, number]>(keys, (key, i) => [key, i]));
  const find = (key: string | number): string | number => values[index.get(key) ?? -1] ?? otherwise;
  return ([x]) => {
    const { dims, data } = present(x);
    const found = Array.from<string | number, string | number>(data, find);
    if (type === "string") return [{ type, dims, data: found as string[] }];
    return [numbersOf(type, dims, Float64Array.from(found as number[]))];
  };
}

/** From version 2: keys of one type, values of another. */
function byPairs(site: Site): Dictionary {
  const [keys] = listOf(site, "keys");
  const [values, type] = listOf(site, "values");
  const base = type === "double" ? "float" : type === "string" || type === "float" ? type : "int64";
  const given = tensorIn(site, "default_tensor")?.data[0];
  const said =
    type === "string"
      ? textIn(site, "default_string", DEFAULTS.string)
      : numberIn(site, `default_${base}`, DEFAULTS[base as "int64"]);
  return { keys, values, type, otherwise: given ?? said };
}

function listOf(site: Site, side: "keys" | "values"): readonly [Values, Tensor["type"]] {
  const tensor = tensorIn(site, `${side}_tensor`);
  if (tensor !== undefined) return [tensor.data, tensor.type];
  for (const [suffix, type] of TYPES) {
    const name = `${side}_${suffix}`;
    const found = type === "string" ? textsIn(site, name) : numbersIn(site, name);
    if (found !== undefined && found.length > 0) return [found, type];
  }
  throw onnxMalformed({ what: `LabelEncoder has no ${side}` });
}

/** Version 1: texts to their places, and back. Which of both, the values say when they come. */
function byClasses(site: Site): Dictionary {
  const classes = textsIn(site, "classes_strings") ?? [];
  const places = Float64Array.from(classes, (_, i) => i);
  return { keys: classes, values: places, type: "int64", otherwise: numberIn(site, "default_int64", -1) };
}
