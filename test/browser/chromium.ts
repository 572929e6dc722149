import { accessSync, constants } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Chromium: what `ALIDADE_CHROMIUM` names, else the first one in the path; undefined where there is none. */
export const chromiumPath: string | undefined =
  process.env.ALIDADE_CHROMIUM ??
  (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isProgram);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a suite is called, with the reason where it is skipped. */
export function suite(name: string): string {
  return chromiumPath === undefined
    ? `${name} (skipped: no Chromium in the path, and ALIDADE_CHROMIUM names none)`
    : name;
}

/** `shop.test` is this machine: an origin that browsers do not trust as they trust 127.0.0.1. */
export function launched(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath as string,
    args: ["--host-resolver-rules=MAP shop.test 127.0.0.1"],
  });
}

/** What a page answers. What it throws is told without its stack, whose addresses are no files here. */
export async function said(page: Page, code: string): Promise<unknown> {
  try {
    return await page.evaluate(code);
  } catch (thrown) {
    throw new Error((thrown as Error).message.split("\n    at ")[0]);
  }
}

/** A site of a few files. */
export interface Site {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves texts by path: `/page.html`, `/browser.js`. */
export async function siteOf(files: Readonly<Record<string, string>>): Promise<Site> {
  const server: Server = createServer(({ url = "" }, response) => {
    const text = files[url];
    const type = url.endsWith(".js") ? "text/javascript" : url.endsWith(".json") ? "application/json" : "text/html";
    response.writeHead(text === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` });
    response.end(text ?? "");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}
