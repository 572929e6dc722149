import type { Decider } from "../../decide/index.ts";
import { type AlidadeError, messageOf } from "../../kernel/index.ts";
import type { Announced, ServingAnswer, ServingMessage, Told } from "../../store/index.ts";
import type { Log } from "../log.ts";
import { startCanaries } from "./canaries.ts";
import { startKeeping } from "./keeping.ts";
import type { ManageOptions, Publish } from "./manage.ts";

/** What this server does about changes of what is served: its own, and those of others. */
export interface Control {
  readonly publish: Publish;
  /** Keeps in the history that a change could not be taken up here. */
  refused(error: AlidadeError): void;
  /** Takes the announcement back. */
  close(): Promise<void>;
}

/** Announces the server, so that a change takes effect with the first decision after it was made, and not at the next look. */
export async function openControl(
  decider: Pick<Decider, "systems" | "serving" | "refresh">,
  { manage, log }: { readonly manage: ManageOptions | undefined; readonly log: Log },
): Promise<Control> {
  const board = manage?.board;
  const answer = async (message: ServingMessage): Promise<ServingAnswer> =>
    message.kind === "changed"
      ? await takeUp(decider, message)
      : { taken: true, facts: await manage?.watching?.watched(message.system) };
  const names = decider.systems.map(({ name }) => name);
  const announced: Announced | undefined = await board?.announce(names, answer);
  const publish: Publish = async (system, epoch) => {
    const here = await takeUp(decider, { system, epoch });
    const others = await board?.tell({ kind: "changed", system, epoch }, { but: announced?.id });
    const own: Told = { server: announced?.id ?? "this server", pid: process.pid, ...here };
    return [own, ...(others ?? [])];
  };
  const server = announced?.id;
  const keeping = manage === undefined ? undefined : startKeeping(decider, { manage, log, server });
  const canaries = startCanaries(decider, { manage, seen: keeping ?? manage?.watching, publish, log });
  return {
    publish,
    refused: (error) => void noted(manage, error),
    close: async () => {
      await canaries.stop();
      await keeping?.stop();
      await announced?.close();
    },
  };
}

/** Best effort: a history that cannot be written is reported by whatever else needs the store. */
async function noted(manage: ManageOptions | undefined, { data, message }: AlidadeError): Promise<void> {
  try {
    const { system, epoch } = data as { readonly system: string; readonly epoch: number };
    const registry = await manage?.registry("alidade");
    await registry?.note(system, { what: "release.refused", subject: `plan ${epoch}`, why: message });
  } catch {
    // The log has it too.
  }
}

async function takeUp(
  decider: Pick<Decider, "serving" | "refresh">,
  { system, epoch }: { readonly system: string; readonly epoch: number },
): Promise<ServingAnswer> {
  try {
    await decider.refresh(system);
  } catch (thrown) {
    return { taken: false, why: messageOf(thrown) };
  }
  const serves = decider.serving(system)?.epoch;
  if (serves === undefined || serves >= epoch) return { taken: true };
  return { taken: false, why: `it serves traffic plan ${serves}` };
}
