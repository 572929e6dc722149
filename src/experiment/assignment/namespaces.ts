import { hashBytes } from "../../kernel/index.ts";

/**
 * What entities lie on a namespace's line by. Experiments in one namespace hold parts of one line that do not overlap, so
 * they never share an entity; lines of two namespaces are independent of each other, and so are experiments on them.
 * Tang, Agarwal, O'Brien, Meyer. Overlapping experiment infrastructure. KDD 2010.
 */
export function namespaceSalt(namespace: string): string {
  return hashBytes(`namespace/${namespace}`).slice(0, 16);
}
