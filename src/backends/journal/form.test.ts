import fc from "fast-check";
import { expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import { encodeValue } from "../../store/index.ts";
import { type Form, formNameIn, isFilledIn, readForm, writtenOut } from "./form.ts";
import { packer } from "./packer.ts";

const names = ["price", "discount", "basket", 'a "name"', "größe", "7", "é\n"];
const given = (i: number): object => Object.fromEntries(names.map((name, at) => [name, (i * (at + 1) * 7.31) % 90]));

/** Like a receipt: constants, values that stand in it twice, and some that are seldom different. */
function receipt(i: number): Envelope {
  const said = given(i);
  const features = { ...said, twice: (i % 7) * 1.5, often: i % 100 === 99 ? 1 : 0, none: i % 50 === 49 ? i : null };
  const windows = { "window a": (i % 7) * 1.5, "window b": i % 100 === 99 ? 1 : 0 };
  const body = { system: "shop", versions: { models: { buys: "mdl_1" }, contract: "c".repeat(300) }, given: said };
  const decided = { heads: { buys: [i / 7] }, action: i % 2 === 0 ? "offer" : "skip", acted: i % 2 === 0 };
  return {
    v: 1,
    kind: "decision",
    id: `dec_${i}`,
    at: 1e12 + i,
    subject: String(i % 9),
    body: { ...body, features, online: { at: 1e12 + i, windows }, ...decided, reasons: ["policy", `r${i % 3}`] },
  };
}

/** Packs envelopes, and writes each out again by forms that went through text. */
function throughForms(envelopes: readonly Envelope[]): { texts: string[]; packed: string[]; forms: Map<string, Form> } {
  const pack = packer();
  const forms = new Map<string, Form>();
  const packed: string[] = [];
  const texts = envelopes.map((envelope) => {
    const { text, form } = pack(envelope);
    packed.push(text);
    if (form !== undefined) forms.set(form.name, readForm(form.name, form.text));
    return isFilledIn(text) ? writtenOut(text, forms.get(formNameIn(text)) as Form) : text;
  });
  return { texts, packed, forms };
}

test("receipts come back to the letter, and take a fraction of their text", () => {
  const receipts = Array.from({ length: 600 }, (_, i) => receipt(i));
  const { texts, packed, forms } = throughForms(receipts);
  expect(texts).toEqual(receipts.map(encodeValue));
  const late = packed.slice(100);
  expect(late.every(isFilledIn)).toBe(true);
  const share = late.join("").length / texts.slice(100).join("").length;
  expect(share).toBeLessThan(0.35);
  // The first, and one looser for each of the two values that are seldom different.
  expect(forms.size).toBeLessThanOrEqual(3);
});

test("a value stands once, however often it stands in the receipt", () => {
  const { packed } = throughForms(Array.from({ length: 200 }, (_, i) => receipt(i)));
  const [, ...values] = JSON.parse(packed[150] as string) as unknown[];
  expect(values.filter((value) => value === 1e12 + 150)).toHaveLength(1);
  expect(values.filter((value) => value === (150 % 7) * 1.5)).toHaveLength(1);
});

test("whatever an envelope says comes back to the letter", () => {
  const scalar = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(0, 1, 1e21, 5e-324, 1.5, "", "a\u0000b", '",]["\\', "[1,2", "📏\ud800", true, null),
    },
    { weight: 4, arbitrary: fc.double({ noNaN: true }) },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
  );
  const list = fc.array(scalar, { maxLength: 3 });
  // What a form cannot say, and what makes another shape.
  const odd = fc.constantFrom(
    -0,
    Number.NaN,
    Infinity,
    "\u0000NaN",
    undefined,
    [[1], []],
    [{ a: 1 }],
    {},
    { b: { c: 2 } },
  );
  const value = fc.oneof(
    { weight: 12, arbitrary: scalar },
    { weight: 4, arbitrary: list },
    { weight: 1, arbitrary: odd },
  );
  const body = fc.record({ a: value, b: scalar, c: fc.record({ "": scalar, '"': value }) });
  let packedEver = 0;
  const property = fc.property(fc.array(body, { minLength: 60, maxLength: 80 }), (bodies) => {
    const all = bodies.map((told, i): Envelope => {
      const long = "x".repeat(600);
      return { v: 1, kind: "decision", id: `${i}`, at: i % 3, body: { ...told, long, again: told.b, e: {} } };
    });
    const { texts, packed } = throughForms(all);
    packedEver += packed.filter(isFilledIn).length;
    expect(texts).toEqual(all.map(encodeValue));
  });
  fc.assert(property, { numRuns: 12 });
  expect(packedEver).toBeGreaterThan(60);
});

test("names that mean something to JavaScript come back too", () => {
  const odd = JSON.parse(`{"__proto__":1,"constructor":2,"toString":"${"x".repeat(600)}","2":1,"1":2}`) as object;
  const all = Array.from(
    { length: 60 },
    (_, i): Envelope => ({ v: 1, kind: "decision", id: `${i}`, at: i, body: odd }),
  );
  expect(throughForms(all).texts).toEqual(all.map(encodeValue));
});

test("long texts and lists come back, and those that are very long are written out", () => {
  const long = (i: number): unknown =>
    ['\\"'.repeat(8_000), Array.from({ length: 15_000 }, () => i % 10), "x".repeat(200_000)][i % 3];
  const all = Array.from(
    { length: 90 },
    (_, i): Envelope => ({
      v: 1,
      kind: "decision",
      id: `${i}`,
      at: i,
      body: { some: i < 40 ? "x".repeat(600) : long(i), other: i },
    }),
  );
  const { texts, packed } = throughForms(all);
  expect(texts).toEqual(all.map(encodeValue));
  expect(packed.slice(40).map(isFilledIn)).toEqual(all.slice(40).map((_, i) => (i + 40) % 3 !== 2));
});

test("what cannot be stored is refused as ever", () => {
  const pack = packer();
  for (let i = 0; i < 100; i++) pack(receipt(i));
  const broken = { ...receipt(100), body: { ...(receipt(100).body as object), acted: () => true } };
  expect(() => pack(broken)).toThrow(expect.objectContaining({ code: "store.value-not-json" }));
});

test("a damaged entry is not read as another", () => {
  const { packed, forms } = throughForms(Array.from({ length: 100 }, (_, i) => receipt(i)));
  const text = packed[80] as string;
  const cut = `${text.slice(0, text.indexOf(",", 40))}]`;
  expect(() => writtenOut(cut, forms.get(formNameIn(text)) as Form)).toThrow(SyntaxError);
});
