import { expect, test } from "vitest";
import { drawSyntaxPlace, readPlace } from "./syntax-place.ts";

test("a file that ends too soon is meant at its end", () => {
  const printed =
    "file:///a/b.mts:44\n  policy: actIf({ a: 1 }),\n\nSyntaxError [ERR_X]: Unexpected token `<eof>`\n    at f (node:x:7:3)\n";
  expect(readPlace(printed)).toEqual({
    url: "file:///a/b.mts",
    line: 44,
    column: 27,
    text: "  policy: actIf({ a: 1 }),",
    width: 1,
  });
});

test("lines that begin with carets of their own are told from what is underlined", () => {
  const printed = "file:///a/b.mts?at=7:3\n\n^ const = 3;\n  ^^^^^\nfoo\n\nSyntaxError: no\n";
  expect(readPlace(printed)).toMatchObject({
    url: "file:///a/b.mts",
    line: 3,
    column: 3,
    text: "^ const = 3;",
    width: 5,
  });
});

test("a stack without lines of a file has no place", () => {
  expect(readPlace("SyntaxError: no\n    at f (file:///a/b.mts:3:4)\n    at g (node:x:7:3)\n")).toBeUndefined();
});

test("of a long line, what lies around the place is drawn; a tab is as wide above as below", () => {
  const text = `${"a".repeat(500)}\t!!${"b".repeat(500)}`;
  const [line = "", carets = ""] = drawSyntaxPlace({ url: "file:///a", line: 7, column: 502, text, width: 2 }).split(
    "\n",
  );
  expect(line.length).toBeLessThan(130);
  expect(line.slice(carets.indexOf("^"))).toMatch(/^!!b/);
  expect(carets).toMatch(/\t\^\^$/);
});
