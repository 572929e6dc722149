import { type Kind, type Row, type RowsEnforcer, rowsEnforcer } from "../data/index.ts";
import { inputsOf, rowEvaluator, windowKey, windowsOf } from "../features/index.ts";
import { type Stakes, stakesOf } from "../objective/index.ts";
import { ruleNodes, type SystemDefinition } from "../system/index.ts";

/** What a system declares, ready for one question after the other. */
export interface Prepared {
  features(row: Row): Row;
  /** What the rule says, by the names of its expressions. */
  rule(row: Row): Row;
  /** Names of the filters that a row meets, as codes. */
  filters(row: Row): readonly string[];
  /** Holds candidates against the contract. */
  readonly enforce: RowsEnforcer;
  /** Kinds of the windows that somebody asks, by key. */
  readonly windows: ReadonlyMap<string, Kind>;
  /** What its two actions are worth. Throws `objective.payoff-undecided` for a system that does not act. */
  stakes(): Stakes;
}

const ready = new WeakMap<SystemDefinition, Prepared>();

/** A system, prepared once. */
export function preparedOf(system: SystemDefinition): Prepared {
  const found = ready.get(system) ?? prepared(system);
  ready.set(system, found);
  return found;
}

function prepared(system: SystemDefinition): Prepared {
  const filters = Object.fromEntries(system.filters.map(({ name, when }) => [`filter.${name}`, when]));
  const names = Object.keys(filters);
  const meets = rowEvaluator(filters);
  const [inputs, rules] = [inputsOf(system.features), ruleNodes(system)];
  const asked = [inputs, rules, filters].flatMap((nodes) => Object.values(nodes).flatMap(windowsOf));
  let stakes: Stakes | undefined;
  return {
    stakes: () => {
      stakes ??= stakesOf(system.objective);
      return stakes;
    },
    features: rowEvaluator(inputs),
    rule: rowEvaluator(rules),
    enforce: rowsEnforcer(system.contract),
    windows: new Map(asked.map((node) => [windowKey(node), node.kind])),
    filters: (row) => {
      if (names.length === 0) return NONE;
      const met = meets(row);
      return names.filter((name) => met[name] === true);
    },
  };
}

const NONE: readonly string[] = [];
