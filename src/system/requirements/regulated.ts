import type { Field } from "../../data/index.ts";
import { fieldsOf } from "../../features/index.ts";
import type { SystemDefinition } from "../system.ts";
import { type Demand, demandOf, named } from "./demand.ts";
import type { KnownOf } from "./keeping.ts";

/** Classes of personal data by which groups of people are told apart: those that a decision must not treat worse unseen. */
const GROUPS: readonly string[] = ["age", "gender", "origin", "religion", "politics", "orientation", "health"];

/** What a system that falls under a rule of law has to show. Any of it that is missing refuses. */
export function regulatedDemands(system: SystemDefinition, { unsigned }: KnownOf): readonly Demand[] {
  const stands = [transparency, owners, strictness, bounds, approvers, reason, slices, identifiers, purposes];
  return [...stands.map((stand) => stand(system)), ...(unsigned === undefined ? [] : [signatures(unsigned)])].map(
    (stand) => demandOf({ word: "regulated", refuses: true, ...stand }),
  );
}

interface Stand {
  readonly demand: string;
  readonly found: string;
  readonly advice: string | undefined;
}

function transparency({ objective }: SystemDefinition): Stand {
  const isMet = objective.transparency === "explainable";
  return {
    demand: "Every decision can be explained.",
    found: `The transparency is "${objective.transparency}".`,
    advice: isMet ? undefined : 'Write `transparency: "explainable"`.',
  };
}

function owners({ features, about = {} }: SystemDefinition): Stand {
  const names = Object.keys(features);
  const lacking = names.filter((name) => about[name]?.owner === undefined);
  return {
    demand: "Somebody answers for every feature.",
    found:
      lacking.length === 0
        ? `All ${names.length} features have an owner.`
        : `${lacking.length} of ${names.length} features have none: ${named(lacking)}.`,
    advice: lacking.length === 0 ? undefined : `Name one for each, as in \`about: { ${lacking[0]}: { owner: "…" } }\`.`,
  };
}

function strictness({ contract }: SystemDefinition): Stand {
  const { maxShare } = contract.quarantine;
  return {
    demand: "A row that breaks the contract stops a training.",
    found:
      maxShare === 0
        ? "No row may be set aside."
        : `A share of ${maxShare} of the rows may be set aside without a stop.`,
    advice:
      maxShare === 0
        ? undefined
        : "Give the contract `quarantine: { maxShare: 0 }`, and `exclude` what is no part of the problem, with the reason.",
  };
}

/** Whether a field's values are held to anything beyond their kind. */
function isBound({ kind, min, max, values, pattern, maxLength, references }: Field): boolean {
  if (kind === "number") return (min !== undefined && max !== undefined) || references !== undefined;
  if (kind === "text") return [values, pattern, maxLength, references].some((rule) => rule !== undefined);
  return true;
}

function bounds({ contract, features }: SystemDefinition): Stand {
  const read = [...new Set(Object.values(features).flatMap(fieldsOf))];
  const lacking = read.filter((name) => {
    const field = contract.fields[name];
    return field !== undefined && !isBound(field);
  });
  return {
    demand:
      "Every value that a feature reads is held to a rule: numbers to bounds, texts to values, a pattern or a length.",
    found:
      lacking.length === 0
        ? `All ${read.length} fields are.`
        : `${lacking.length} of ${read.length} fields are not: ${named(lacking)}.`,
    advice:
      lacking.length === 0 ? undefined : "Say in the contract what is allowed: `min` and `max`, `values`, `maxLength`.",
  };
}

function approvers({ objective }: SystemDefinition): Stand {
  const who = objective.stated ? objective.approves : [];
  return {
    demand: "Somebody approves what is released.",
    found: who.length === 0 ? "Nobody is named." : `${who.join(", ")}.`,
    advice: who.length === 0 ? 'Name them, as in `approves: ["clinical lead"]`.' : undefined,
  };
}

function reason({ objective }: SystemDefinition): Stand {
  const why = objective.stated ? objective.why : undefined;
  return {
    demand: "The objective says why it is what it is, and every version of it does.",
    found: why === undefined ? "It gives no reason." : `“${why}”`,
    advice: why === undefined ? 'Write `why: "…"` in the objective, and another one with every change.' : undefined,
  };
}

function signatures(unsigned: readonly string[]): Stand {
  const isMet = unsigned.length === 0;
  return {
    demand: "Those who approve have signed the objective as it is.",
    found: isMet ? "They have." : `Not yet: ${unsigned.join(", ")}.`,
    advice: isMet ? undefined : `Have it signed: \`alidade history sign --as "${unsigned[0]}" --why "…"\`.`,
  };
}

function slices({ contract, slices: declared }: SystemDefinition): Stand {
  const groups = Object.entries(contract.fields)
    .filter(
      ([, { personal = "", values, known }]) => GROUPS.includes(personal) && values !== undefined && known === "before",
    )
    .map(([name]) => name);
  const lacking = groups.filter((name) => !declared.includes(name));
  const isMet = declared.length > 0 && lacking.length === 0;
  return {
    demand: "Decisions are looked at group by group.",
    found:
      declared.length === 0
        ? "No slices are declared."
        : lacking.length === 0
          ? `The slices are ${named(declared)}.`
          : `${named(lacking)} ${lacking.length === 1 ? "tells" : "tell"} groups of people apart and ${lacking.length === 1 ? "is" : "are"} no slice.`,
    advice: isMet
      ? undefined
      : `Add them: \`slices: [${[...declared, ...lacking].map((name) => `"${name}"`).join(", ")}]\`.`,
  };
}

function identifiers(system: SystemDefinition): Stand {
  const found = featuresOn(system, (personal) => ["identifier", "name", "contact", "credentials"].includes(personal));
  return {
    demand: "No feature knows who somebody is.",
    found: found.length === 0 ? "None reads a field that names a person." : `${named(found)} would.`,
    advice: found.length === 0 ? undefined : "Leave it out: what names a person explains nothing about them.",
  };
}

function purposes(system: SystemDefinition): Stand {
  const personal = featuresOn(system, () => true);
  const lacking = personal.filter((name) => system.about?.[name]?.description === undefined);
  return {
    demand: "Every feature made of personal data says what it is for.",
    found:
      personal.length === 0
        ? "No feature is made of fields that the contract calls personal."
        : lacking.length === 0
          ? `${named(personal)} ${personal.length === 1 ? "does" : "do"}.`
          : `${lacking.length} of ${personal.length} say nothing: ${named(lacking)}.`,
    advice:
      lacking.length === 0
        ? undefined
        : `Say it, as in \`about: { ${lacking[0]}: { description: "…" } }\`, or leave it out.`,
  };
}

/** Features that read a field of such a class of personal data. */
function featuresOn(
  { features, contract }: SystemDefinition,
  isSuch: (personal: string) => boolean,
): readonly string[] {
  return Object.entries(features).flatMap(([name, node]) => {
    const classes = fieldsOf(node).flatMap((field) => contract.fields[field]?.personal ?? []);
    return classes.some(isSuch) ? [name] : [];
  });
}
