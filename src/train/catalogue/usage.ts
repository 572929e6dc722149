import { eventFieldsOf, fieldsOf, type Node, partsOf, windowsOf } from "../../features/index.ts";
import { hashValue } from "../../kernel/index.ts";
import { ruleNodes, type SystemDefinition } from "../../system/index.ts";
import type { User } from "./catalogue.ts";

/** Everything that an expression reads: fields of the row, and fields of streams by the stream's name. */
export function readBy(node: Node): readonly string[] {
  const events = windowsOf(node).flatMap((window) => {
    const fields = eventFieldsOf(window).map((field) => `${window.stream}.${field}`);
    return fields.length === 0 ? [window.stream] : fields;
  });
  return [...new Set([...fieldsOf(node), ...events])];
}

/** Who reads each feature: every head, and the rule and the filters where the feature's expression is part of theirs. */
export function featureUsers(system: SystemDefinition): Readonly<Record<string, readonly User[]>> {
  const heads = Object.entries(system.heads).flatMap(([name, head]) => (head.task === "blend" ? [] : [`head ${name}`]));
  const others = decidingNodes(system).map(([user, node]) => [user, new Set(hashesIn(node))] as const);
  return Object.fromEntries(
    Object.entries(system.features).map(([name, node]) => {
      const hash = hashValue(node);
      return [name, [...heads, ...others.flatMap(([user, hashes]) => (hashes.has(hash) ? [user] : []))]];
    }),
  );
}

/** Whether a feature is read where no model is asked: by the rule or a filter. */
export function readsWithoutModel(users: readonly User[]): boolean {
  return users.some((user) => !user.startsWith("head "));
}

/** Who reads each field: features, the rule, filters, outcomes, and the system itself. */
export function fieldUsers(system: SystemDefinition): Readonly<Record<string, readonly User[]>> {
  const all = [...readers(system), ...named(system)];
  return Object.fromEntries(
    Object.keys(system.contract.fields).map((name) => {
      const users = all.flatMap(({ user, fields }) => (fields.includes(name) ? [user] : []));
      return [name, [...new Set(users)]];
    }),
  );
}

interface Use {
  readonly user: User;
  readonly fields: readonly string[];
}

/** The expressions of a system, with the fields that each reads. */
function readers(system: SystemDefinition): readonly Use[] {
  const features = Object.entries(system.features).map(([name, node]): [User, Node] => [`feature ${name}`, node]);
  const outcomes = Object.entries(system.outcomes).flatMap(([name, { history, acted, propensity, weight }]) =>
    [history, acted, propensity, weight].flatMap((node): [User, Node][] =>
      node === undefined ? [] : [[`outcome ${name}`, node]],
    ),
  );
  const all = [...features, ...decidingNodes(system), ...outcomes];
  return all.map(([user, node]) => ({ user, fields: fieldsOf(node) }));
}

/** Fields that a system names without an expression. */
function named({ entity, time, slices, policy, contract }: SystemDefinition): readonly Use[] {
  return [
    { user: "the entity", fields: entity === undefined ? [] : [entity] },
    { user: "the time", fields: time === undefined ? [] : [time] },
    ...slices.map((field) => ({ user: "a slice", fields: [field] })),
    { user: "the policy", fields: policy.policy === "rank-by" ? [policy.list] : [] },
    ...contract.exclude.map(({ field }) => ({ user: "an exclusion", fields: [field] })),
  ];
}

/** The expressions that decide without a model. */
function decidingNodes(system: SystemDefinition): readonly (readonly [User, Node])[] {
  const rules = Object.entries(ruleNodes(system)).map(([name, node]): [User, Node] => [
    name === "rule" ? "the rule" : `the rule for ${name}`,
    node,
  ]);
  return [...rules, ...system.filters.map(({ name, when }): [User, Node] => [`filter ${name}`, when])];
}

/** Hashes of an expression and of everything in it. */
function hashesIn(node: Node): readonly string[] {
  return [hashValue(node), ...partsOf(node).flatMap(hashesIn)];
}
