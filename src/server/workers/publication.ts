import type { DocumentTaker, ServingDocument, ServingState } from "../../decide/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Opening, Unusable } from "./duties.ts";
import { threadLost } from "./errors.ts";
import type { Member } from "./member.ts";
import { shownStates } from "./shown-states.ts";

/** What the threads of a server serve, together. */
export interface Publication extends DocumentTaker {
  /** What every thread decides by, with models that are not opened here. */
  serving(system: string): ServingState | undefined;
  /** Opens a thread by what is served, and calls `join` in the very moment in which it has all of it. */
  admit(member: Member, join: () => void): Promise<void>;
}

export interface PublicationOptions {
  readonly systems: readonly SystemDefinition[];
  /** Those that serve. */
  readonly members: readonly Member[];
  readonly tokens: () => Opening["tokens"];
}

/** To load and open may take long; a thread that takes longer than this hangs. */
const PATIENCE_MS = 60_000;

/**
 * Nothing is served at first. A document is tried by one thread before the others have to open it, so that one which cannot be
 * served is served by none; the change is done when all of them have acknowledged it.
 */
export function publicationOf({ systems, members, tokens }: PublicationOptions): Publication {
  /** What a thread that begins now begins with: at least one thread, if there is any, has served it. */
  const offered = new Map<string, ServingDocument>();
  /** What all of them serve. */
  const done = shownStates(systems);
  const turns = new Map<string, Promise<unknown>>();
  const adopt = async (document: ServingDocument): Promise<boolean> => {
    if (document.epoch <= (done.document(document.system)?.epoch ?? 0)) return false;
    const unusable = await triedByOne(members, document);
    offered.set(document.system, document);
    // The one that has tried it has it already, and says so at once.
    await Promise.all(members.map((member) => unlessLost(member.ask("adopt", document, PATIENCE_MS))));
    await done.show(document, unusable);
    return true;
  };
  return {
    document: done.document,
    serving: done.state,
    adopt: (document) => {
      const turn = (turns.get(document.system) ?? Promise.resolve()).then(() => adopt(document));
      turns.set(
        document.system,
        turn.catch(() => undefined),
      );
      return turn;
    },
    async admit(member, join) {
      const documents = [...offered.values()];
      const unusable = await member.ask("open", { documents, tokens: tokens() }, PATIENCE_MS);
      // The first thread finds out what cannot be used: nobody has tried these documents.
      if (members.length === 0)
        for (const one of documents) if (done.document(one.system) === one) await done.show(one, unusable);
      await catchUp(member, documents, offered);
      join();
    },
  };
}

/** Brings a thread that began with some documents up to what is offered by now; when it resolves, nothing newer is. */
async function catchUp(
  member: Member,
  began: readonly ServingDocument[],
  offered: ReadonlyMap<string, ServingDocument>,
): Promise<void> {
  const has = new Map(began.map(({ system, epoch }) => [system, epoch]));
  const newer = (): readonly ServingDocument[] =>
    [...offered.values()].filter(({ system, epoch }) => epoch > (has.get(system) ?? 0));
  for (let next = newer(); next.length > 0; next = newer())
    for (const document of next) {
      await member.ask("adopt", document, PATIENCE_MS);
      has.set(document.system, document.epoch);
    }
}

/** Throws `decide.release-unusable`. */
async function triedByOne(members: readonly Member[], document: ServingDocument): Promise<Unusable> {
  for (const member of [...members]) {
    const unusable = await unlessLost(member.ask("adopt", document, PATIENCE_MS));
    if (unusable !== undefined) return unusable;
  }
  return {};
}

/** A thread that ends serves nobody: the one that takes its place begins with the newest. */
async function unlessLost<T>(answer: Promise<T>): Promise<T | undefined> {
  return await answer.catch((thrown: unknown) => {
    if (isAlidadeError(thrown, threadLost.code)) return undefined;
    throw thrown;
  });
}
