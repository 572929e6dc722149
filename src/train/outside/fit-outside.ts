import { takeRows } from "../../data/index.ts";
import { hashBytes } from "../../kernel/index.ts";
import { encodeModel, type Model, type ModelPorts } from "../../model/index.ts";
import type { FitInput, FitOutput } from "../fit/fit-kernel.ts";
import { commandFailed, notDeterministic } from "./errors.ts";
import { describeJob, trainingTable } from "./job.ts";
import { largestDifference } from "./largest-difference.ts";
import type { CommandOutcome, Outside, OutsideFacts } from "./port.ts";
import { answersOf, readOutsideModel, type Wanted } from "./read-model.ts";

interface CommandParams {
  readonly run: readonly string[];
  readonly timeout: number;
  readonly env: readonly string[];
  readonly tolerance: number | null;
}

interface ImportedParams {
  readonly file: string;
  readonly features?: readonly string[];
}

/** One fit, of one head. */
export interface OutsideFit {
  readonly head: string;
  readonly input: FitInput;
  /** Whether this is the model that will be served: the one that is checked for being repeatable. */
  readonly isLast: boolean;
}

/** Where a fit goes that is not done here. */
export interface OutsideDeps {
  readonly outside: Outside;
  /** What a foreign graph may need. */
  readonly ports?: ModelPorts | undefined;
}

/** A fit, with what happened while it was done elsewhere. */
export interface OutsideOutput extends FitOutput {
  readonly outside: OutsideFacts;
}

/** A model, and how it came about. */
interface Made {
  readonly model: Model;
  readonly facts: OutsideFacts;
  readonly wanted: Wanted;
}

/**
 * Has a model made by a command, or reads the one that is there, and scores with it what the plan asks for. Throws
 * `train.command-failed`, `train.command-not-deterministic`, `train.model-unfit`, and what the ports and the import throw.
 */
export async function fitOutside(fit: OutsideFit, deps: OutsideDeps): Promise<OutsideOutput> {
  const { learner, features, score } = fit.input;
  const { model, facts, wanted } = learner === "imported" ? await readImported(fit, deps) : await runCommand(fit, deps);
  const scores = score.length === 0 ? new Float64Array(0) : answersOf(model, takeRows(features, score), wanted);
  return { model: encodeModel(model), scores, curves: {}, outside: facts };
}

async function readImported(fit: OutsideFit, deps: OutsideDeps): Promise<Made> {
  const { file, features } = fit.input.params as unknown as ImportedParams;
  const bytes = await deps.outside.read(file);
  const wanted = { ...wantedBy(fit, deps, file), names: features };
  const facts: OutsideFacts = { kind: "imported", file, hash: hashBytes(bytes) };
  return { model: readOutsideModel(bytes, wanted), facts, wanted };
}

async function runCommand(fit: OutsideFit, deps: OutsideDeps): Promise<Made> {
  const { run, tolerance } = commandParams(fit);
  const { model, wanted, outcome } = await commandModel(fit, deps);
  const difference = fit.isLast && tolerance !== null ? await differenceAgain(fit, deps, model) : null;
  if (difference !== null && tolerance !== null && !(difference <= tolerance))
    throw notDeterministic({ head: fit.head, difference, tolerance });
  const { seconds, log } = outcome;
  return { model, wanted, facts: { kind: "command", run, seconds, difference, tolerance, log } };
}

/** The same rows and seed once more: how far apart the predictions are. */
async function differenceAgain(fit: OutsideFit, deps: OutsideDeps, model: Model): Promise<number> {
  const again = await commandModel(fit, deps);
  const { features, train } = fit.input;
  return largestDifference(model, again.model, takeRows(features, train));
}

interface CommandMade {
  readonly model: Model;
  readonly wanted: Wanted;
  readonly outcome: CommandOutcome;
}

async function commandModel(fit: OutsideFit, deps: OutsideDeps): Promise<CommandMade> {
  const { input, head } = fit;
  const { run, timeout, env } = commandParams(fit);
  const job = { run, timeout, env, training: trainingTable(input), description: describeJob(input) };
  const outcome = await deps.outside.command(job);
  const problem = problemOf(outcome, timeout);
  if (problem !== undefined || outcome.model === undefined)
    throw commandFailed({
      head,
      run,
      problem: problem ?? "left no file `model…` in its output folder",
      log: outcome.log,
    });
  const wanted = wantedBy(fit, deps, `\`${outcome.model.name}\` of \`${run.join(" ")}\``);
  return { model: readOutsideModel(outcome.model.bytes, wanted), wanted, outcome };
}

function commandParams({ input }: OutsideFit): CommandParams {
  return input.params as unknown as CommandParams;
}

function problemOf({ timedOut, exitCode }: CommandOutcome, timeout: number): string | undefined {
  if (timedOut) return `was stopped after ${timeout / 1000} s`;
  if (exitCode === null) return "was stopped by a signal";
  return exitCode === 0 ? undefined : `ended with exit code ${exitCode}`;
}

function wantedBy({ head, input }: OutsideFit, { ports }: OutsideDeps, from: string): Wanted {
  const { task, classes, features } = input;
  return { head, from, task, classes, features, ports };
}
