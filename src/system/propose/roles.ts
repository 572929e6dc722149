import { type Contract, columnMissing, type Field, type Table } from "../../data/index.ts";
import { didYouMean } from "../../kernel/index.ts";
import { fieldUnfit } from "./errors.ts";
import { levelsOf } from "./levels.ts";
import type { Warning } from "./warning.ts";

/** Whom a decision is about, and when it is made. */
export interface ProposedRoles {
  /** Absent: each row stands for itself. */
  readonly entity?: string;
  readonly time?: string;
  readonly warnings: readonly Warning[];
}

export interface RoleInput {
  readonly table: Table;
  readonly contract: Contract;
  readonly label: string;
  readonly entity?: string | undefined;
  readonly time?: string | undefined;
}

/** Finds the fields that play a role. Throws `data.column-missing`, `propose.field-unfit`. */
export function proposeRoles(input: RoleInput): ProposedRoles {
  const entity = input.entity === undefined ? guessEntity(input) : chosenEntity(input, input.entity);
  const time = input.time === undefined ? guessTime(input) : chosenTime(input, input.time);
  return {
    ...(entity.field === undefined ? {} : { entity: entity.field }),
    ...(time.field === undefined ? {} : { time: time.field }),
    warnings: [entity, time].flatMap(({ warning }) => warning ?? []),
  };
}

interface Role {
  readonly field?: string | undefined;
  readonly warning?: Warning;
}

function fieldNamed({ contract }: RoleInput, name: string): Field {
  const field = contract.fields[name];
  const columns = Object.keys(contract.fields);
  if (field === undefined) throw columnMissing({ column: name, columns, suggestion: didYouMean(name, columns) });
  return field;
}

function chosenEntity(input: RoleInput, name: string): Role {
  fieldNamed(input, name);
  if (name === input.label) throw fieldUnfit({ role: "entity", field: name, problem: "it is the label" });
  return { field: name };
}

function chosenTime(input: RoleInput, name: string): Role {
  const { kind } = fieldNamed(input, name);
  if (kind !== "time")
    throw fieldUnfit({ role: "time", field: name, problem: `it holds ${kind} values, not points in time` });
  return { field: name };
}

/** `patient_nbr`, `userId`, `customer`: named like somebody whom rows belong to. */
const IDENTIFIER =
  /(^|[_\s.-])(id|ids|nbr|uuid|guid)$|[a-z](Id|ID|Nbr)$|^(user|customer|patient|client|member|account)s?$/;
/** Codes such as a country are named alike and have fewer values. */
const MANY = 100;

function guessEntity(input: RoleInput): Role {
  const fields = before(input);
  const names = fields.filter(([name, { kind }]) => kind !== "time" && kind !== "flag" && IDENTIFIER.test(name));
  const repeats = names.find(([name, { unique }]) => !unique && distinct(input, name) >= MANY)?.[0];
  if (repeats !== undefined) return assumed(repeats, "so that its rows are kept together when a model is judged");
  const unique = fields.find(([, field]) => field.unique)?.[0];
  if (unique !== undefined) return assumed(unique, "because every row has its own value");
  const message =
    "No column says whom a row is about, so each row stands for itself. When rows belong together, name the column with `--entity`.";
  return { warning: { code: "init.entity-none", message } };
}

function assumed(field: string, why: string): Role {
  const message = `\`${field}\` is taken for the entity, ${why}. \`--entity <column>\` chooses another.`;
  return { field, warning: { code: "init.entity-assumed", message } };
}

/** The one time that every row has: a decision that has no time was not made. */
function guessTime(input: RoleInput): Role {
  const times = before(input).filter(
    ([name, { kind, missing }]) => kind === "time" && missing === 0 && distinct(input, name) > 1,
  );
  const [only] = times;
  if (only === undefined) return {};
  if (times.length > 1) return { warning: undecided(times.map(([name]) => name)) };
  const message = `\`${only[0]}\` is taken for the time of the decision: models are judged on the newest rows.`;
  return { field: only[0], warning: { code: "init.time-assumed", message } };
}

function undecided(times: readonly string[]): Warning {
  const names = times.map((name) => `\`${name}\``).join(", ");
  const option = `--time ${/^[\w.-]+$/.test(times.at(-1) ?? "") ? times.at(-1) : JSON.stringify(times.at(-1))}`;
  const message = `${names} are times; none was taken for when the decision was made. \`${option}\` would take that one, and models are then judged on the newest rows.`;
  return { code: "init.time-undecided", message };
}

function before({ contract, label }: RoleInput): readonly (readonly [string, Field])[] {
  return Object.entries(contract.fields).filter(([name, { known }]) => known === "before" && name !== label);
}

function distinct({ table }: RoleInput, name: string): number {
  const found = table.columns.find((column) => column.name === name);
  return found === undefined ? 0 : levelsOf(found).length;
}
