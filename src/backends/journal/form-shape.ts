/** The names of a plain object's members, in their order, and what those are: objects again, or values. */
export interface Shape {
  readonly names: readonly string[];
  readonly members: readonly (Shape | null)[];
}

/** The shape of a plain object; undefined where something in it cannot be written by a form. */
export function shapeOf(value: unknown): Shape | undefined {
  if (!isPlain(value)) return undefined;
  const told = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = told.map(([, member]) => (isPlain(member) ? shapeOf(member) : isCell(member) ? null : undefined));
  const isWhole = members.every((member) => member !== undefined) && told.every(([name]) => name !== "__proto__");
  return isWhole ? { names: told.map(([name]) => name), members: members as Shape["members"] } : undefined;
}

/** A list that is filled anew for each object: growing one costs more than reading what it holds. */
export interface Cells {
  readonly values: unknown[];
  /** How many of them are of this object. */
  count: number;
}

/** Adds the values of an object to `cells`, in the order of its text; false where it has another shape. */
export function readCells(value: unknown, { names, members }: Shape, cells: Cells): boolean {
  if (!isPlain(value)) return false;
  let at = 0;
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    if (name !== names[at]) return false;
    const shape = members[at++];
    if (shape === null || shape === undefined) {
      if (!isCell(member)) return false;
      cells.values[cells.count++] = member;
    } else if (!readCells(member, shape, cells)) return false;
  }
  return at === names.length;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What JSON says as it is, and lists of that. */
function isCell(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value === "string") return value.charCodeAt(0) !== 0;
  return value === null || typeof value === "boolean";
}

/** The JSON text of objects of a shape. `constant` says the text of the value with that number where it is always the same. */
export function piecesOf(shape: Shape, constant: (cell: number) => string | undefined): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  let cell = 0;
  const write = ({ names, members }: Shape): void => {
    for (const [i, name] of names.entries()) {
      piece += `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`;
      const member = members[i];
      if (member !== null && member !== undefined) write(member);
      else writeCell();
    }
    piece += names.length === 0 ? "{}" : "}";
  };
  const writeCell = (): void => {
    const text = constant(cell++);
    if (text !== undefined) piece += text;
    else {
      pieces.push(piece);
      piece = "";
    }
  };
  write(shape);
  return [...pieces, piece];
}
