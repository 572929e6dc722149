import { profile, type Table } from "../../data/index.ts";
import type { CatalogueFeature, Twins } from "./catalogue.ts";

/** Features of which one would do: the same expression, the same values, or a correlation above 0.999. */
export function twinsOf(features: readonly Pick<CatalogueFeature, "name" | "hash">[], table: Table): readonly Twins[] {
  const groups = new Map<string, string[]>();
  for (const { name, hash } of features) groups.set(hash, [...(groups.get(hash) ?? []), name]);
  const written = [...groups.values()].filter((names) => names.length > 1);
  const { duplicates, alike } = profile([table]);
  const same = duplicates.filter((names) => !written.some((group) => names.every((name) => group.includes(name))));
  const told = [...written, ...same];
  const close = alike.filter(({ a, b }) => !told.some((group) => group.includes(a) && group.includes(b)));
  return [
    ...written.map((names): Twins => ({ names, because: "expression" })),
    ...same.map((names): Twins => ({ names, because: "values" })),
    ...close.map(({ a, b, correlation }): Twins => ({ names: [a, b], because: "correlation", correlation })),
  ];
}
