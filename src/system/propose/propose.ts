import {
  type Column,
  type Contract,
  columnMissing,
  inspect,
  type RawTable,
  type SourceRef,
  type Table,
} from "../../data/index.ts";
import { didYouMean } from "../../kernel/index.ts";
import { labelUnusable, nothingToLearnFrom } from "./errors.ts";
import { type LeftOut, type ProposedFeature, proposeFeatures } from "./features.ts";
import { type ProposedOutcome, proposeOutcome } from "./label.ts";
import { levelsOf } from "./levels.ts";
import { isAboutPeople, protectedWarning } from "./people.ts";
import { proposeRoles } from "./roles.ts";
import { type ProposedRule, proposeRule } from "./rule.ts";
import type { Warning } from "./warning.ts";

export interface ProposalInput {
  readonly raw: RawTable;
  readonly contract: Contract;
  /** The column that says what came of it. */
  readonly label: string;
  /** As the file will name it: its path relative to the system file. */
  readonly source: SourceRef;
  /** Of the system. */
  readonly name: string;
  readonly entity?: string | undefined;
  readonly time?: string | undefined;
  /** Which value of the label is yes. */
  readonly positive?: string | undefined;
}

/** A system that is proposed from data: everything that `writeSystem` writes. */
export interface SystemProposal {
  readonly name: string;
  readonly source: SourceRef;
  readonly label: string;
  readonly entity?: string;
  readonly time?: string;
  readonly outcome: Omit<ProposedOutcome, "warnings">;
  readonly features: readonly ProposedFeature[];
  readonly leftOut: readonly LeftOut[];
  readonly rule: ProposedRule;
  readonly slices: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Proposes a whole system from a table, its contract and its label, for a person to correct. Throws
 * `data.column-missing`, `propose.label-unusable`, `propose.positive-unknown`, `propose.field-unfit`,
 * `propose.no-features`.
 */
export function proposeSystem(input: ProposalInput): SystemProposal {
  const { raw, contract, label, name, source } = input;
  const columns = Object.keys(contract.fields);
  if (!columns.includes(label)) throw columnMissing({ column: label, columns, suggestion: didYouMean(label, columns) });
  const { table, quarantined } = inspect(raw, contract);
  if (table.rows === 0)
    throw labelUnusable({ label, problem: "stands over no row of data", advice: "Add rows under the header." });
  const { warnings: outcomeWarnings, ...outcome } = proposeOutcome(table, label, input.positive);
  const { warnings: roleWarnings, ...roles } = proposeRoles({ ...input, table });
  const { features, leftOut } = proposeFeatures(table, contract, { ...roles, label });
  const rule = proposeRule(features, outcome.truth);
  if (rule === undefined) throw nothingToLearnFrom({ label });
  return {
    name,
    source,
    label,
    ...roles,
    outcome,
    features,
    leftOut,
    rule,
    slices: proposeSlices(table, contract, { label, taken: [roles.entity, roles.time] }),
    warnings: [
      ...asideWarning(quarantined.rows, raw.rows),
      ...outcomeWarnings,
      ...roleWarnings,
      ...protectedWarning(columns.filter((column) => column !== label && contract.fields[column]?.known === "before")),
    ],
  };
}

function asideWarning(rows: number, all: number): readonly Warning[] {
  if (rows === 0) return [];
  const message = `${rows} of ${all + rows} rows do not fit the contract and were left out of this proposal.`;
  return [{ code: "init.rows-set-aside", message }];
}

const MOST_SLICES = 3;
const MOST_LEVELS = 12;

/** Fields with a few kinds, those about people first, then texts: where a model good on the whole may be bad for some. */
function proposeSlices(
  table: Table,
  { fields }: Contract,
  { label, taken }: { readonly label: string; readonly taken: readonly (string | undefined)[] },
): readonly string[] {
  const kinds = table.columns.filter(({ name, kind }) => {
    const isOpen = name !== label && !taken.includes(name) && fields[name]?.known === "before";
    return isOpen && (kind === "text" || kind === "flag");
  });
  const few = kinds.filter((column) => {
    const levels = levelsOf(column).length;
    return levels >= 2 && levels <= MOST_LEVELS;
  });
  const weight = ({ name, kind }: Column): number => (isAboutPeople(name) ? 2 : 0) + (kind === "text" ? 1 : 0);
  return [...few]
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_SLICES)
    .map(({ name }) => name);
}
