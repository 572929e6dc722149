import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserBundle } from "../../scripts/browser-bundle.ts";
import { encodeModel, formats, type Model, openHead, partsOf, scoreModel, scoreRow } from "../../src/model/index.ts";
import { chromiumPath, launched, type Site, said, siteOf, suite } from "./chromium.ts";
import { everyOperator, given } from "./features.ts";
import { asked, askedTable, models } from "./models.ts";

const PAGE = `<!doctype html><script type="module">
import { decodeModel, openHead, scoreModel, scoreRow, tableOf } from "./browser.js";
const bits = (numbers) => [...new BigUint64Array(Float64Array.from(numbers).buffer)].map(String);
globalThis.made = ({ head, given }) => {
  const { features } = openHead(head);
  return given.map((one) => Object.entries(features(one)).map(([name, cell]) => [name, typeof cell === "number" ? bits([cell]) : cell]));
};
globalThis.scored = ({ bytes, rows, kinds }) => {
  const model = decodeModel(Uint8Array.from(bytes));
  return {
    byTable: bits(scoreModel(model, tableOf(kinds, rows))),
    byRow: bits(rows.flatMap((row) => scoreRow(model, row))),
  };
};
</script>`;

const KINDS = Object.fromEntries(askedTable.columns.map(({ name, kind }) => [name, kind]));

/** Numbers to the last bit. */
const bits = (numbers: Iterable<number>): readonly string[] =>
  Array.from(new BigUint64Array(Float64Array.from(numbers).buffer), String);

/** The formats of a model and of all that it is made of. */
function formatsIn(model: Model): readonly string[] {
  return [model.format, ...partsOf(model).flatMap((part) => formatsIn(part.model))];
}

test("there is a model of every format", () => {
  expect(new Set(Object.values(models).flatMap(formatsIn))).toEqual(new Set(Object.keys(formats)));
});

describe.skipIf(chromiumPath === undefined)(suite("scoring in Chromium, without a connection"), () => {
  let browser: Browser;
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await siteOf({ "/": PAGE, "/browser.js": await browserBundle() });
    browser = await launched();
    const context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`${site.url}/`);
    await page.waitForFunction("globalThis.scored !== undefined");
    await context.setOffline(true);
    await site.close();
  });
  afterAll(() => browser?.close());

  test("makes the same features of what is given, whatever operators they use", async () => {
    const { features } = openHead(everyOperator);
    const question = JSON.stringify({ head: everyOperator, given });
    const here = (JSON.parse(JSON.stringify(given)) as readonly object[]).map((row) =>
      Object.entries(features(row)).map(([name, cell]) => [name, typeof cell === "number" ? bits([cell]) : cell]),
    );
    expect(await said(page, `made(${question})`)).toEqual(here);
    const values = Map.groupBy(here.flat(), ([name]) => name);
    for (const [name, cells] of values)
      expect(new Set(cells.map(([, cell]) => String(cell))).size, String(name)).toBeGreaterThan(1);
  });

  test.each(Object.entries(models))("gives the same answers to the last bit: %s", async (_, model) => {
    // JSON knows no −0, so it travels as text that means a number there.
    const question = JSON.stringify({ bytes: [...encodeModel(model)], rows: asked, kinds: KINDS }, (_key, value) =>
      Object.is(value, -0) ? "-0!" : value,
    ).replaceAll('"-0!"', "-0");
    const answers = (await said(page, `scored(${question})`)) as Record<"byTable" | "byRow", readonly string[]>;
    expect(answers.byTable).toEqual(bits(scoreModel(model, askedTable)));
    expect(answers.byRow).toEqual(bits(asked.flatMap((row) => scoreRow(model, row))));
    expect(new Set(answers.byTable).size).toBeGreaterThan(model.format === "constant" ? 0 : 5);
  });
});
