import type { Registry, Run, RunPage } from "../../registry/index.ts";
import type { Query } from "../../store/index.ts";
import { fieldValue } from "./run-fields.ts";

/** The runs of several systems that fit a query, as if they were one system's; without a sort by when they started. */
export async function runsAcross(registry: Registry, systems: readonly string[], query: Query): Promise<RunPage> {
  const [only, ...others] = systems;
  if (only !== undefined && others.length === 0) return await registry.findRuns(only, query);
  const { offset = 0, limit = Number.MAX_SAFE_INTEGER } = query;
  const upTo = { ...query, offset: 0, limit: Math.min(Number.MAX_SAFE_INTEGER, offset + limit) };
  const pages = await Promise.all(systems.map((system) => registry.findRuns(system, upTo)));
  const runs = pages.flatMap((page) => page.runs).toSorted((a, b) => order(a, b, query));
  return { runs: runs.slice(offset, offset + limit), total: pages.reduce((sum, { total }) => sum + total, 0) };
}

function order(a: Run, b: Run, { sort, descending = false }: Query): number {
  const sign = descending ? -1 : 1;
  const byTime = sign * (a.startedAt - b.startedAt);
  if (sort === undefined) return byTime;
  const [left, right] = [a, b].map((run) => fieldValue(run, { name: "", path: sort.path }));
  return rank(left) - rank(right) || sign * compare(left, right) || byTime;
}

/** Numbers, then texts, then what has no such member: either way, as a query has it. */
function rank(value: unknown): number {
  return typeof value === "number" ? 0 : typeof value === "string" ? 1 : 2;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "string" && typeof b === "string" ? Number(a > b) - Number(a < b) : 0;
}
