import type { Release } from "../../registry/index.ts";
import type { Invocation } from "../calling/command.ts";

/** What a check of a release found, in a process that had nothing of it before. */
export interface ReleaseCheck {
  readonly release: string;
  readonly passed: boolean;
  /** What is wrong; empty where it passed. */
  readonly problems: readonly string[];
  /** Questions that were asked; `stored` of them are stored decisions, the others made up from the contract. */
  readonly requests: number;
  readonly stored: number;
  /** Stored decisions that were left out: a field that was given means something else by now. */
  readonly unfit: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Milliseconds to load everything, and the memory that the process then took, in MiB. */
  readonly loadMs: number;
  readonly memoryMib: number;
}

/** What a release may take. */
export interface CheckBudget {
  /** Milliseconds of the 99th percentile of a decision. Default: the latency that the objective guards, or 100. */
  readonly mostMs: number | undefined;
  /** MiB of the whole process. Default 2048. */
  readonly mostMib: number | undefined;
}

/**
 * Lets a fresh process load a release and answer golden requests with it. A process that ends in any other way than with its
 * findings has failed the check.
 */
export async function checkElsewhere(
  file: string,
  release: Pick<Release, "id">,
  { fresh, budget }: Pick<Invocation, "fresh"> & { readonly budget: CheckBudget },
): Promise<ReleaseCheck> {
  const limits = [
    ...(budget.mostMs === undefined ? [] : ["--most-ms", String(budget.mostMs)]),
    ...(budget.mostMib === undefined ? [] : ["--most-mib", String(budget.mostMib)]),
  ];
  const { exit, out } = await fresh(["release", "check", file, release.id, ...limits]);
  const found = readCheck(out);
  if (found !== undefined) return found;
  const problem = `the process that checked it ended with ${exit}: ${wordError(out)}`;
  const nothing = { requests: 0, stored: 0, unfit: 0, p50Ms: null, p99Ms: null, loadMs: 0, memoryMib: 0 };
  return { release: release.id, passed: false, problems: [problem], ...nothing };
}

function readCheck(out: string): ReleaseCheck | undefined {
  try {
    const found = JSON.parse(out) as Partial<ReleaseCheck>;
    return Array.isArray(found.problems) ? (found as ReleaseCheck) : undefined;
  } catch {
    return undefined;
  }
}

function wordError(out: string): string {
  try {
    const { error } = JSON.parse(out) as { readonly error?: { readonly message?: string } };
    return error?.message ?? "it did not say why";
  } catch {
    return out.slice(-300) || "it did not say why";
  }
}
