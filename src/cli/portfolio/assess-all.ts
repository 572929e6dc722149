import { assess, type PortfolioCase } from "../../assess/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import { type AssessAround, type AssessOptions, assessDeps } from "../assessing/assess-deps.ts";
import type { LoadedSystem } from "../load-system.ts";

/** What was said of each system's costs, by name. */
export type CostsByName = Readonly<Record<string, Pick<AssessOptions, "costPerYear" | "buildCost">>>;

/** Looks quickly at one system after the other. What cannot be read stands in its place with the reason. */
export async function assessAll(
  systems: readonly LoadedSystem[],
  costs: CostsByName,
  around: AssessAround,
): Promise<readonly PortfolioCase[]> {
  const cases: PortfolioCase[] = [];
  for (const loaded of systems) cases.push(await assessOne(loaded, costs[loaded.system.name] ?? {}, around));
  return cases;
}

async function assessOne(loaded: LoadedSystem, said: AssessOptions, around: AssessAround): Promise<PortfolioCase> {
  const { system } = loaded;
  const progress = { step: (title: string) => around.progress.step(`${system.name}: ${title}`) };
  try {
    return { system, assessment: await assess(system, await assessDeps(loaded, said, { ...around, progress })) };
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return { system, assessment: { failed: thrown.message } };
  }
}
