import { parseArgs } from "node:util";
import { type Claim, claimTable, holds } from "./claim.ts";

/** How many runs each claim is held against: `--runs`, or what the program does by itself. */
export function runsAsked(usual: number): number {
  const { values } = parseArgs({ options: { runs: { type: "string" } } });
  return Number(values.runs ?? usual);
}

/** Prints the claims as a table; the program ends with 1 where one of them fails. */
export function concluded(title: string, claims: readonly Claim[]): void {
  console.log(`## ${title}\n\n${claimTable(claims)}\n`);
  if (!claims.every(holds)) process.exitCode = 1;
}
