import type { Registry } from "../../registry/index.ts";
import type { Condition, Query } from "../../store/index.ts";
import { readConditions } from "./run-conditions.ts";
import { type RunField, runFields } from "./run-fields.ts";

/** What the command line asks of a list of runs. */
export interface RunWishes {
  readonly where: string | undefined;
  readonly sort: string | undefined;
  readonly descending: boolean;
  readonly kind: string | undefined;
  readonly parent: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The wishes as a query, and the fields that they speak of, to be shown. Throws `cli.where-malformed`, `cli.input.field-*`. */
export async function queryOf(
  registry: Registry,
  systems: readonly string[],
  wishes: RunWishes,
): Promise<{ readonly query: Query; readonly shown: readonly RunField[] }> {
  const { where, sort, descending, limit, offset } = wishes;
  const find = where === undefined && sort === undefined ? undefined : await runFields(registry, systems);
  const asked = find === undefined || where === undefined ? [] : readConditions(where, find);
  const by = find === undefined || sort === undefined ? undefined : find(sort);
  const order = by === undefined ? { descending: true } : { sort: { path: by.path }, descending };
  const paths = [...asked.map(({ path }) => path), ...(by === undefined ? [] : [by.path])].filter(([top]) =>
    SHOWN.has(top ?? ""),
  );
  const shown = new Map(paths.map((path) => [path.join("."), { name: nameOf(path), path }]));
  return { query: { where: [...asked, ...kindOf(wishes)], ...order, limit, offset }, shown: [...shown.values()] };
}

/** What the list shows anyway needs no column of its own. */
const SHOWN = new Set(["metrics", "params"]);

function nameOf(path: readonly string[]): string {
  return path.at(-1) ?? "";
}

/** Trials are many: they are listed only when asked for. */
function kindOf({ kind, parent, where }: RunWishes): readonly Condition[] {
  const ofParent: Condition[] = parent === undefined ? [] : [{ path: ["parent"], is: "=", value: parent }];
  if (kind !== undefined) return [...ofParent, { path: ["kind"], is: "=", value: kind }];
  const isAsked = parent !== undefined || where?.includes("parent") === true || where?.includes("kind") === true;
  return isAsked ? ofParent : [{ path: ["kind"], is: "!=", value: "trial" }];
}
