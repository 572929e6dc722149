import type { Space } from "../../kernel/index.ts";
import type { Run } from "../../registry/index.ts";
import type { Document } from "../../report/index.ts";
import type { SearchDeps } from "../../train/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";
import { writeReport } from "../output/write-report.ts";

/** Options that a search for parameters has too. */
const SHARED = ["head", "parallel", "data"];

/** What a search is asked for that is none for parameters: a table of weights, or of candidates. */
interface Asked {
  readonly tradeOff: number | undefined;
  readonly compare: boolean;
  readonly head: string | undefined;
  readonly spaces: Readonly<Record<string, Space>>;
  readonly deps: SearchDeps;
}

type Call = Pick<Invocation, "options" | "cwd" | "backends" | "directory">;

/**
 * `alidade search <system> --trade-off <n>` or `--compare`; undefined where neither is asked for. Throws `cli.usage` beside
 * options that search for parameters.
 */
export async function searchLook(
  { system }: LoadedSystem,
  { tradeOff, compare, head, spaces, deps }: Asked,
  invocation: Call,
): Promise<CommandResult | undefined> {
  if (tradeOff === undefined && !compare) return undefined;
  checkAlone(invocation.options, compare ? "compare" : "tradeOff");
  const { candidatesDocument, compareCandidates, tradeOffDocument, tryTradeOff } = await import("../../train/index.ts");
  const named = head === undefined ? {} : { head };
  let made: Run | undefined;
  const watched = {
    ...deps,
    onRun: (run: Run): void => {
      made = run;
    },
  };
  const answer = async (result: { readonly id: string }, document: Document): Promise<CommandResult> => {
    const report = await writeReport(document, result.id, invocation);
    if (made !== undefined) await deps.registry.attachToRun(made, { report });
    const where = `The report: ${shownPath(report, invocation.cwd)}`;
    return { json: { ...result, report }, document: { ...document, summary: [where] } };
  };
  if (tradeOff === undefined) {
    const result = await compareCandidates(system, named, watched);
    return await answer(result, candidatesDocument(result));
  }
  const result = await tryTradeOff(system, { steps: tradeOff, spaces, ...named }, watched);
  return await answer(result, tradeOffDocument(result));
}

const WRITTEN: Readonly<Record<string, string>> = { tradeOff: "--trade-off", compare: "--compare" };

function checkAlone(options: Readonly<Record<string, unknown>>, asked: "tradeOff" | "compare"): void {
  const isGiven = (value: unknown): boolean => value !== undefined && value !== false;
  const others = Object.entries(options).filter(
    ([name, value]) => isGiven(value) && name !== asked && !SHARED.includes(name),
  );
  if (others.length === 0) return;
  const names = others.map(([name]) => WRITTEN[name] ?? `--${name}`).join(", ");
  throw usage({
    problem: `\`${WRITTEN[asked]}\` searches for no parameters: ${names} cannot be given beside it.`,
    help: "alidade search --help",
  });
}
