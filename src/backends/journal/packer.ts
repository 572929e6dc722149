import type { Envelope } from "../../records/index.ts";
import { encodeValue } from "../../store/index.ts";
import type { Form } from "./form.ts";
import { type ByForm, LearnedForm } from "./learned-form.ts";

/** An entry's text, and the form that it was written by, where it was. */
export interface Packed {
  readonly text: string;
  readonly form?: Form;
}

/** Characters of which a text is worth a form. */
const SHORTEST = 512;
/** Above that, names are the least of a text, and to take its values apart again would take long. */
const LONGEST = 65_536;
/** Shapes of one kind that are remembered: systems, arms, questions with and without some fields. */
const SHAPES = 8;
/** After so many envelopes in a row without a known shape there may be none to learn, and only some are still looked at. */
const PATIENCE = 128;
const SELDOM = 64;

/**
 * Writes envelopes as JSON text, those that are like many others by a form. A receipt takes half the time, and a fifth of the
 * bytes on their way to the disk and on it. Throws what `encodeValue` throws.
 */
export function packer(): (envelope: Envelope) => Packed {
  const kinds = new Map<string, Shapes>();
  return (envelope) => {
    const shapes = kinds.get(envelope.kind) ?? new Shapes();
    kinds.set(envelope.kind, shapes);
    return shapes.write(envelope);
  };
}

function byForm(written: ByForm | undefined): Packed | undefined {
  return written === undefined || written.text.length > LONGEST ? undefined : written;
}

/** The shapes of one kind, the last used first. */
class Shapes {
  #known: readonly LearnedForm[] = [];
  #strangers = 0;

  write(envelope: Envelope): Packed {
    const isLookedAt = this.#strangers < PATIENCE || this.#strangers % SELDOM === 0;
    const written = isLookedAt ? this.#writeByForm(envelope) : undefined;
    if (written !== undefined) return written;
    const text = encodeValue(envelope);
    if (isLookedAt && text.length >= SHORTEST && text.length <= LONGEST) this.#meet(envelope);
    this.#strangers++;
    return { text };
  }

  #writeByForm(envelope: Envelope): Packed | undefined {
    for (const known of this.#known) {
      const cells = known.cells(envelope);
      if (cells === undefined) continue;
      this.#strangers = 0;
      if (known !== this.#known[0]) this.#known = [known, ...this.#known.filter((one) => one !== known)];
      return byForm(known.write(cells)) ?? { text: encodeValue(envelope) };
    }
    return undefined;
  }

  #meet(envelope: Envelope): void {
    const learned = LearnedForm.of(envelope);
    if (learned !== undefined) this.#known = [learned, ...this.#known].slice(0, SHAPES);
  }
}
