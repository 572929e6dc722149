import { MessagePort } from "node:worker_threads";
import { type AlidadeError, type Carried, carried, rebuilt } from "../../kernel/index.ts";
import { threadFailed } from "./errors.ts";

/** What one side of a conversation does when the other asks it, by name. */
type Duties = Readonly<Record<string, (about: never) => unknown>>;

/** The other side of a conversation. */
export interface Partner<Theirs extends Duties> {
  /** Resolves to what the other side answers. Throws what it threw, and what the conversation ended with. */
  ask<Name extends keyof Theirs & string>(
    duty: Name,
    about: Parameters<Theirs[Name]>[0],
  ): Promise<Awaited<ReturnType<Theirs[Name]>>>;
  /** Asks without waiting for an answer. */
  tell<Name extends keyof Theirs & string>(duty: Name, about: Parameters<Theirs[Name]>[0]): void;
  /** Ends the conversation: who waits for an answer gets this instead. */
  end(why: AlidadeError): void;
}

type Message =
  /** `number` is null where no answer is wanted. */
  | { readonly number: number | null; readonly duty: string; readonly about: unknown }
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly failed: Carried };

interface Waiting {
  resolve(answer: never): void;
  reject(thrown: unknown): void;
}

/** Begins a conversation over a port: answers by `own`, and asks the other side for what it can do. */
export function talkOver<Own extends Duties, Theirs extends Duties>(port: MessagePort, own: Own): Partner<Theirs> {
  const waiting = new Map<number, Waiting>();
  const say = sayOver(port);
  let count = 0;
  let ended: AlidadeError | undefined;
  const hear = (message: Message): void => {
    if ("duty" in message) {
      void answer(say, own, message);
      return;
    }
    const asker = waiting.get(message.number);
    waiting.delete(message.number);
    if ("failed" in message) asker?.reject(failureOf(message.failed));
    else asker?.resolve(message.answer as never);
  };
  port.on("message", (messages: readonly Message[]) => messages.forEach(hear));
  return {
    ask: (duty, about) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        const number = count++;
        waiting.set(number, { resolve, reject });
        say({ number, duty, about });
      }),
    tell: (duty, about) => say({ number: null, duty, about }),
    end(why) {
      ended ??= why;
      for (const { reject } of waiting.values()) reject(ended);
      waiting.clear();
      port.close();
    },
  };
}

type Say = (message: Message) => void;

/** What is said in one turn of the event loop travels together: to wake the other side costs more than most answers. */
function sayOver(port: MessagePort): Say {
  let said: Message[] = [];
  const send = (): void => {
    const messages = said;
    said = [];
    port.postMessage(messages, messages.flatMap(portsIn));
  };
  return (message) => {
    if (said.push(message) === 1) setImmediate(send);
  };
}

async function answer(
  say: Say,
  own: Duties,
  { number, duty, about }: Extract<Message, { duty: string }>,
): Promise<void> {
  try {
    const found = await own[duty]?.(about as never);
    if (number !== null) say({ number, answer: found });
  } catch (thrown) {
    if (number !== null) say({ number, failed: carried(thrown) });
  }
}

/** Ports change hands with the answer that holds them. */
function portsIn(message: Message): readonly MessagePort[] {
  if (!("answer" in message) || typeof message.answer !== "object") return [];
  return Object.values(message.answer ?? {}).filter((part) => part instanceof MessagePort);
}

function failureOf({ facts, message }: Carried): AlidadeError {
  return facts === null ? threadFailed({ why: message }) : rebuilt(facts, message);
}
