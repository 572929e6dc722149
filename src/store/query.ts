import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** A member of a value: its name, or the names that lead to it from the outside in. */
export type MemberPath = readonly string[];

/** How a member is compared. `!=` also fits what has no such member; the others fit only a member of the same type. */
export type Comparator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** What a value must fulfil to be found. */
export interface Condition {
  readonly path: MemberPath;
  readonly is: Comparator;
  readonly value: string | number;
}

/** Which values, in which order, and which part of them. */
export interface Query {
  /** All must hold. Default: every value. */
  readonly where?: readonly Condition[];
  /** Numbers come before texts, and values without the member last, either way. Default: by insertion. */
  readonly sort?: { readonly path: MemberPath };
  /** Also the order of insertion, which settles ties. Default `false`. */
  readonly descending?: boolean;
  /** Default 0. */
  readonly offset?: number;
  /** Default: all. */
  readonly limit?: number;
}

export const pathRefused: ErrorConstructor<{ readonly path: MemberPath }> = defineError("store.path-refused", {
  headline: "A member that cannot be asked for",
  message: ({ path }: { readonly path: MemberPath }) =>
    `A path is one name or more, each of 1 to 200 characters without quotation marks, backslashes and control characters. Got ${JSON.stringify(path)}.`,
});

/** Control characters, quotation marks and backslashes would mean something to a database. */
const REFUSED = /[\p{Cc}"'\\]/u;

/** The path as it was given. Throws `store.path-refused`. */
export function checkedPath(path: MemberPath): MemberPath {
  const isName = (name: string): boolean => name.length > 0 && name.length <= 200 && !REFUSED.test(name);
  if (path.length === 0 || !path.every(isName)) throw pathRefused({ path });
  return path;
}
