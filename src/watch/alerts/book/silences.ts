import { hashValue } from "../../../kernel/index.ts";
import { type Change, change, type RegistryContext } from "../../../registry/index.ts";
import { silenceUnknown } from "../errors.ts";
import type { AlertBook } from "./book.ts";
import { checkSilence, type Silence, type SilenceDraft } from "./silence.ts";

const NAME = "alert-silences";

/** The silences kept in a state. */
export function silencesOf(context: RegistryContext): Pick<AlertBook, "silence" | "unsilence" | "silences"> {
  return {
    silence: (draft) => change(context, (open) => addSilence(open, draft)),
    unsilence: (id, why) => change(context, (open) => endSilence(open, id, why)),
    silences: async (system) => {
      const all = (await context.state.records.collection<Silence>(NAME).list()).map(({ value }) => value);
      return system === undefined ? all : all.filter((silence) => silence.system === system);
    },
  };
}

async function addSilence(open: Change, draft: SilenceDraft): Promise<Silence> {
  checkSilence(draft, open.at);
  const all = open.store.collection<Silence>(NAME);
  for (let n = 0; ; n++) {
    const id = `sil_${hashValue({ ...draft, at: open.at, n }).slice(0, 16)}`;
    const silence: Silence = { ...draft, id, by: open.by, at: open.at };
    if (!(await all.insert(id, silence))) continue;
    const { kind = null, cause = null, until } = draft;
    await open.note(draft.system, {
      what: "alert.silenced",
      subject: id,
      why: draft.why,
      facts: { kind, cause, until },
    });
    return silence;
  }
}

async function endSilence(open: Change, id: string, why: string): Promise<Silence> {
  const all = open.store.collection<Silence>(NAME);
  const found = await all.get(id);
  if (found === undefined) throw silenceUnknown({ id, known: (await all.list()).map((one) => one.id) });
  if (found.value.ended !== undefined) return found.value;
  const silence: Silence = { ...found.value, ended: { by: open.by, at: open.at, why } };
  await all.compareAndSet(id, found.version, silence);
  await open.note(silence.system, { what: "alert.unsilenced", subject: id, why });
  return silence;
}
