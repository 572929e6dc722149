/** `node test/truth/full/ledger.ts [--runs n]`: the value ledger of simulated businesses; prints a table, ends with 1 where a claim fails. */
import { atLeastClaim, type Claim } from "../claim.ts";
import { concluded, runsAsked } from "../conclude.ts";
import { ledgerRuns } from "../ledger-runs.ts";
import { BUSINESS, type LedgerTruth } from "../ledger-world.ts";

const worlds = runsAsked(4_000);

/** How much of the winners' luck may stay in the sum: nothing being known of how large effects are, a little always does. */
const BUSINESSES: readonly (readonly [name: string, truth: LedgerTruth, luck: number])[] = [
  ["25 comparisons", BUSINESS, 0.08],
  ["8 comparisons", { ...BUSINESS, comparisons: 8 }, 0.25],
  ["what is tried mostly harms", { ...BUSINESS, mean: -0.015 }, 0.1],
  ["only sure wins are launched", { ...BUSINESS, launchFrom: 2 }, 0.1],
];

function claimsOf([name, business, luck]: (typeof BUSINESSES)[number]): readonly Claim[] {
  const { covers, agrees, ...run } = ledgerRuns(business, worlds);
  const curse = run.asMeasured - run.truth;
  const error = (4 * run.ledgerError) / curse;
  return [
    atLeastClaim(`${name}: the total's interval holds what was truly earned`, 0.95, { count: covers, runs: worlds }),
    atLeastClaim(`${name}: ledger and holdback agree`, 0.95, { count: agrees, runs: worlds }),
    {
      claim: `${name}: share of the winners' luck left in the ledger (as measured: 1)`,
      nominal: "0",
      got: (run.ledger - run.truth) / curse,
      low: -luck - error,
      high: luck + error,
      runs: worlds,
    },
    {
      claim: `${name}: earned as measured, by what was truly earned`,
      nominal: "",
      got: run.asMeasured / run.truth,
      low: -Infinity,
      high: Infinity,
      runs: worlds,
    },
  ];
}

concluded("The value ledger", BUSINESSES.flatMap(claimsOf));
