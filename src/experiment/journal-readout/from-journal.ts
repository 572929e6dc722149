import { type JournalReadout, joinJournal } from "./join-journal.ts";
import { type Readout, readout } from "./readout.ts";

/** Reads an experiment out of the journal: decisions and outcomes, joined, priced by the objective, summed, compared. */
export async function readoutFromJournal(request: JournalReadout): Promise<Readout> {
  const { design, level } = request;
  const { collected, waiting, asOf } = await joinJournal(request);
  return { ...readout({ design, collected, asOf, ...(level === undefined ? {} : { level }) }), waiting };
}
