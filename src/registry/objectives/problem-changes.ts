import { type Change, listed, objectiveChanges, replaced, reworded } from "../../objective/index.ts";
import type { Declared, DeclaredHead, DeclaredOutcome, Problem } from "./declared.ts";

/** What is different between two versions of what a system is for, field by field, in words. */
export function declaredChanges(before: Declared, after: Declared): readonly Change[] {
  return [...objectiveChanges(before.objective, after.objective), ...problemChanges(before.problem, after.problem)];
}

function problemChanges(before: Problem, after: Problem): readonly Change[] {
  return [
    ...reworded(before.entity ?? undefined, after.entity ?? undefined, {
      path: "entity",
      what: "whom a decision is about",
    }),
    ...partChanges(before.outcomes, after.outcomes, { path: "outcomes", what: "the outcome", word: outcomeChanges }),
    ...partChanges(before.heads, after.heads, { path: "heads", what: "the head", word: headChanges }),
    ...reworded(before.policy, after.policy, { path: "policy", what: "how scores become decisions" }),
    ...replaced(before.capacity ?? undefined, after.capacity ?? undefined, { path: "capacity", what: "the capacity" }),
  ];
}

interface Parts<T> {
  readonly path: string;
  readonly what: string;
  word(name: string, before: T, after: T): readonly Change[];
}

function partChanges<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  { path, what, word }: Parts<T>,
): readonly Change[] {
  return [
    ...listed(Object.keys(before), Object.keys(after), { path, what, grows: true }),
    ...Object.entries(after).flatMap(([name, is]) => {
      const was = before[name];
      return was === undefined ? [] : word(name, was, is);
    }),
  ];
}

function outcomeChanges(name: string, before: DeclaredOutcome, after: DeclaredOutcome): readonly Change[] {
  const path = `outcomes.${name}`;
  const acting = ({ changedByActing }: DeclaredOutcome): string => (changedByActing ? "yes" : "no");
  return [
    ...reworded(before.within, after.within, { path: `${path}.within`, what: `within what time \`${name}\` is known` }),
    ...reworded(before.kind, after.kind, { path: `${path}.kind`, what: `the kind of \`${name}\`` }),
    ...reworded(acting(before), acting(after), {
      path: `${path}.changedByActing`,
      what: `whether acting changes \`${name}\``,
    }),
  ];
}

function headChanges(name: string, before: DeclaredHead, after: DeclaredHead): readonly Change[] {
  const path = `heads.${name}`;
  const of = (head: DeclaredHead): string => head.of.join(", ");
  return [
    ...reworded(before.task, after.task, { path: `${path}.task`, what: `the task of the head \`${name}\`` }),
    ...reworded(of(before), of(after), { path: `${path}.of`, what: `what the head \`${name}\` predicts` }),
  ];
}
