import type { Params, ParamValues } from "../kernel/index.ts";
import type { Model, Task } from "../model/index.ts";
import type { Capabilities, FitContext, Learner, TrainingSet } from "./learner.ts";

/** A learner whose name was looked up and whose parameters were checked: ready to learn. */
export interface ResolvedLearner {
  /** With its bases: `perLabel(gbdt)`. */
  readonly name: string;
  readonly tasks: readonly Task[];
  readonly capabilities: Capabilities;
  /** Every parameter, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What a composed learner is made of; empty for a catalogue learner. */
  readonly bases: readonly ResolvedLearner[];
  /** Learns, as {@link Learner.fit} does. */
  fit(training: TrainingSet, context: FitContext): Model;
}

/** At least one. */
export type Bases = readonly [ResolvedLearner, ...ResolvedLearner[]];

/** What one composed learner is made of. */
export interface MadeOf<P extends Params> {
  readonly params: ParamValues<P>;
  readonly bases: Bases;
}

/**
 * A learner made of others. One file in `learn/composed/`, one `defineComposed` call; the catalogue carries it to the
 * system file and to the conformance suite.
 */
export interface Composed<P extends Params = Params, Takes extends "one" | "several" = "one" | "several"> {
  readonly name: string;
  readonly doc: string;
  /** Where the method is described. */
  readonly reference: string;
  /** How many bases it takes. */
  readonly takes: Takes;
  /** Each task that it does, and the task that its bases must do for it. */
  readonly tasks: Readonly<Partial<Record<Task, Task>>>;
  readonly params: P;
  /** What the parameters' own declarations cannot say. Throws a typed error. */
  check?(params: ParamValues<P>): void;
  /** Learns. Owes what {@link Learner.fit} owes. */
  fit(training: TrainingSet, made: MadeOf<P>, context: FitContext): Model;
}

/** Declares a composed learner: frozen, as it is. */
export function defineComposed<P extends Params, Takes extends "one" | "several">(
  composed: Composed<P, Takes>,
): Composed<P, Takes> {
  return Object.freeze(composed);
}

/** A composed learner with its bases set: it does the tasks that all of them can serve, as ably as the least of them. */
export function withBases<P extends Params>(composed: Composed<P>, bases: Bases): Learner<P> {
  const served = Object.entries(composed.tasks) as readonly (readonly [Task, Task])[];
  return {
    name: `${composed.name}(${bases.map(({ name }) => name).join(", ")})`,
    doc: composed.doc,
    reference: composed.reference,
    tasks: served.filter(([, asked]) => bases.every(({ tasks }) => tasks.includes(asked))).map(([task]) => task),
    capabilities: sharedBy(bases),
    params: composed.params,
    fit: (training, params, context) => composed.fit(training, { params, bases }, context),
  };
}

function sharedBy(bases: readonly ResolvedLearner[]): Capabilities {
  const all = (able: (capabilities: Capabilities) => boolean): boolean =>
    bases.every(({ capabilities }) => able(capabilities));
  return {
    missing: all(({ missing }) => missing),
    text: all(({ text }) => text),
    weights: all(({ weights }) => weights),
    earlyStopping: bases.some(({ capabilities }) => capabilities.earlyStopping),
    warmStart: false,
  };
}
