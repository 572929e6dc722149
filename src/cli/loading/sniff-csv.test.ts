import { describe, expect, test } from "vitest";
import { csvOptions, sniffCsv } from "./sniff-csv.ts";

const lines = (header: string, row: (i: number) => string): string =>
  [header, ...Array.from({ length: 30 }, (_, i) => row(i))].join("\n");

describe("what a delimited text seems to be", () => {
  test.each([",", ";", "\t", "|"])("parted by %j", (delimiter) => {
    const text = lines(["id", "words", "y"].join(delimiter), (i) => [i, "a b", i % 2].join(delimiter));
    expect(sniffCsv(text, "y")).toMatchObject({ delimiter, skip: 0, trim: false, header: true });
  });

  test("a delimiter inside quotes parts nothing, nor does a decimal comma", () => {
    const text = lines("id;price;note", (i) => `${i};1,${i};"a;b, c"`);
    expect(sniffCsv(text, "note")).toMatchObject({ delimiter: ";", first: ["id", "price", "note"] });
  });

  test("one column is parted by nothing", () => {
    expect(
      sniffCsv(
        lines("y", (i) => String(i % 2)),
        "y",
      ),
    ).toMatchObject({ delimiter: ",", first: ["y"] });
  });

  test("lines before the table are skipped", () => {
    const text = `An export of 2026\n${lines("id,x,y", (i) => `${i},${i % 3},${i % 2}`)}`;
    expect(sniffCsv(text, "y")).toMatchObject({ skip: 1, header: true, first: ["id", "x", "y"] });
  });

  test("a first line with a number, or with values that come again, is no header", () => {
    expect(
      sniffCsv(
        lines("1,red,yes", (i) => `${i},blue,no`),
        "y",
      ).header,
    ).toBe(false);
    expect(
      sniffCsv(
        lines("red,small,yes", (i) => (i % 2 ? "red,small,no" : "blue,large,yes")),
        "y",
      ).header,
    ).toBe(false);
    expect(
      sniffCsv(
        lines("colour,size,bought", (i) => (i % 2 ? "red,small,no" : "blue,large,yes")),
        "x",
      ).header,
    ).toBe(true);
  });

  test("the label on the first line makes it a header, numbers or not", () => {
    expect(
      sniffCsv(
        lines("2020,2021,y", (i) => `${i},${i},${i % 2}`),
        "y",
      ).header,
    ).toBe(true);
  });

  test("a space after nearly every delimiter is padding", () => {
    const sniffed = sniffCsv(
      lines("39, State-gov, <=50K", (i) => `${i}, Private, >50K`),
      "c3",
    );
    expect(sniffed).toMatchObject({ trim: true, header: false, first: ["39", "State-gov", "<=50K"] });
    expect(csvOptions(sniffed, { noHeader: false })).toEqual({
      trim: true,
      header: false,
      columns: ["c1", "c2", "c3"],
    });
  });

  test("what is usual is not written down", () => {
    const usual = sniffCsv(
      lines("id,y", (i) => `${i},${i % 2}`),
      "y",
    );
    expect(csvOptions(usual, { noHeader: false })).toEqual({});
    expect(csvOptions(usual, { columns: ["a", "b"], noHeader: false })).toEqual({ columns: ["a", "b"] });
    expect(csvOptions(usual, { noHeader: true })).toEqual({ header: false, columns: ["c1", "c2"] });
  });
});
