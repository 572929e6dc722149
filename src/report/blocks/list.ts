/** A few short items, numbered when their order matters. */
export interface List {
  readonly kind: "list";
  readonly items: readonly string[];
  readonly ordered?: true;
}

/** A bulleted list; numbered with `{ ordered: true }`. */
export function list(items: readonly string[], options: { readonly ordered?: boolean } = {}): List {
  return Object.freeze({ kind: "list", items, ...(options.ordered === true ? { ordered: true } : {}) });
}
