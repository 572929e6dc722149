import { type Form, namedForm } from "./form.ts";
import { type Cells, piecesOf, readCells, type Shape, shapeOf } from "./form-shape.ts";

/** So many envelopes of a shape are looked at before there is a form: most of what they do not have in common is known by then. */
const LOOKED_AT = 32;

/** An envelope by its form. */
export interface ByForm {
  readonly form: Form;
  /** The name of the form, and behind it the envelope's own values. */
  readonly text: string;
}

/**
 * The form of envelopes of one shape, learned from them. A value that was the same in all of them is part of the form, and one that
 * was always equal to another stands for both. An envelope of which that is not true makes the form looser, by a value at least, so
 * that a shape has few forms. What was learned decides only how short a text becomes: each envelope is compared.
 */
export class LearnedForm {
  readonly #shape: Shape;
  readonly #constants: readonly unknown[];
  readonly #isConstant: boolean[];
  /** For each value a class: those of one class have been equal in every envelope that was looked at. */
  #classes: readonly number[];
  #looked = 1;
  #form: Form | undefined;
  /** For each value: NONE of its own, OWN, or the number of the one that it is equal to. */
  #roles: readonly number[] = [];
  readonly #cells: Cells = { values: [], count: 0 };
  #line: unknown[] = [];

  /** Undefined where the envelope cannot be written by a form. */
  static of(envelope: unknown): LearnedForm | undefined {
    const shape = shapeOf(envelope);
    const cells: Cells = { values: [], count: 0 };
    return shape !== undefined && readCells(envelope, shape, cells) ? new LearnedForm(shape, cells.values) : undefined;
  }

  private constructor(shape: Shape, cells: readonly unknown[]) {
    this.#shape = shape;
    this.#constants = cells;
    this.#isConstant = cells.map((cell) => !Array.isArray(cell));
    this.#classes = parted(
      cells.map(() => 0),
      cells,
    );
  }

  /** The values of an envelope of this shape, until those of the next are read; undefined for another shape. */
  cells(envelope: unknown): readonly unknown[] | undefined {
    this.#cells.count = 0;
    return readCells(envelope, this.#shape, this.#cells) ? this.#cells.values : undefined;
  }

  /** Writes values by the form; undefined as long as it is being learned. */
  write(cells: readonly unknown[]): ByForm | undefined {
    if (this.#form === undefined && this.#looked++ < LOOKED_AT) {
      this.#learn(cells);
      return undefined;
    }
    const written = this.#form === undefined ? undefined : this.#writeBy(this.#form, cells);
    if (written !== undefined) return written;
    this.#learn(cells);
    this.#form = this.#makeForm();
    return this.#writeBy(this.#form, cells);
  }

  #learn(cells: readonly unknown[]): void {
    for (let i = 0; i < cells.length; i++) if (cells[i] !== this.#constants[i]) this.#isConstant[i] = false;
    this.#classes = parted(this.#classes, cells);
  }

  #makeForm(): Form {
    this.#roles = this.#isConstant.map((isConstant, i) => (isConstant ? NONE : this.#firstLike(i)));
    const owners = this.#roles.flatMap((role, i) => (role === OWN ? [i] : []));
    const numbers = new Map(owners.map((cell, i) => [cell, i + 1]));
    this.#line = new Array<unknown>(owners.length + 1).fill(null);
    const gaps = this.#roles.flatMap((role, i) => (role === NONE ? [] : [role === OWN ? i : role]));
    const constant = (cell: number): string | undefined =>
      this.#roles[cell] === NONE ? JSON.stringify(this.#constants[cell]) : undefined;
    return namedForm(
      piecesOf(this.#shape, constant),
      gaps.map((cell) => numbers.get(cell) as number),
    );
  }

  /** The first of a class has a value of its own, and the others have the same. */
  #firstLike(cell: number): number {
    const first = this.#classes.indexOf(this.#classes[cell] as number);
    return first === cell ? OWN : first;
  }

  /** Undefined where the form does not hold. */
  #writeBy(form: Form, cells: readonly unknown[]): ByForm | undefined {
    const line = this.#line;
    let at = 0;
    line[at++] = form.name;
    for (let i = 0; i < cells.length; i++) {
      const role = this.#roles[i] as number;
      if (role === OWN) line[at++] = cells[i];
      else if (cells[i] !== (role === NONE ? this.#constants[i] : cells[role])) return undefined;
    }
    return { form, text: JSON.stringify(line) };
  }
}

const OWN = -1;
const NONE = -2;

/** Parts classes by what their members are now: numbers from 0, in the order of the first members. */
function parted(classes: readonly number[], cells: readonly unknown[]): readonly number[] {
  const known = new Map<number, Map<unknown, number>>();
  let count = 0;
  return cells.map((cell, i) => {
    const before = classes[i] as number;
    const members = known.get(before) ?? new Map<unknown, number>();
    known.set(before, members);
    const found = members.get(cell) ?? count++;
    members.set(cell, found);
    return found;
  });
}
