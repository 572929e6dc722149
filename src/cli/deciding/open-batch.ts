import type { Decider } from "../../decide/index.ts";
import { decideHere } from "../../embed/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { lineLog } from "../serving/line-log.ts";
import type { FileAnswer } from "./file-answer.ts";
import type { FileQuestion } from "./questions-in.ts";

/** Decides about many rows, by what a server would decide by. */
export interface OpenBatch {
  /** In the order of the questions. What is wrong with a row is its answer; anything else is thrown. */
  decide(questions: readonly FileQuestion[]): Promise<readonly FileAnswer[]>;
  close(): Promise<void>;
}

/** The most rows that wait for the disk together. */
const AT_ONCE = 512;

/** Opens a system for deciding, with its online views where it asks some. */
export async function openBatch(loaded: LoadedSystem, invocation: Invocation): Promise<OpenBatch> {
  const { clock, io } = invocation;
  const registry = await invocation.registry(true);
  const { decider, close } = await decideHere([loaded], invocation, { registry, log: lineLog(io.err, clock) });
  return {
    async decide(questions) {
      const answers: FileAnswer[] = [];
      for (let at = 0; at < questions.length; at += AT_ONCE) {
        const part = questions.slice(at, at + AT_ONCE);
        answers.push(...(await Promise.all(part.map((question) => decideOne(decider, loaded, question)))));
      }
      return answers;
    },
    close,
  };
}

async function decideOne(decider: Decider, { system }: LoadedSystem, question: FileQuestion): Promise<FileAnswer> {
  const { place, entity, given } = question;
  try {
    return { place, entity, record: await decider.decide(system, { entity, given }) };
  } catch (thrown) {
    if (!isAlidadeError(thrown) || !/^(data\.given|decide\.entity)/.test(thrown.code)) throw thrown;
    return { place, entity, code: thrown.code, problem: thrown.message };
  }
}
