import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { messageOf } from "../kernel/index.ts";
import type { Announced, ServingAnswer, ServingBoard, ServingMessage, Told } from "../store/index.ts";
import { coded } from "./state-errors.ts";

/** Where the announcements are, below the state's directory. */
export const SERVING_FOLDER = "serving";

/** What a server writes about itself. */
interface Notice {
  readonly v: 1;
  readonly id: string;
  readonly pid: number;
  /** Path of its socket. */
  readonly socket: string;
  readonly systems: readonly string[];
}

/** Milliseconds that a server has to take up a change before it is given up on. */
const PATIENCE = 10_000;
/** The longest path of a socket that every system takes. */
const LONGEST_PATH = 100;
/** The longest message in bytes. */
const LONGEST = 4 * 1024 * 1024;

/**
 * A board in the folder `serving` of a state's directory: each server has a file with its id, its process and its socket, which
 * only the state's owner can open. A message is a line of JSON, and so is its answer.
 */
export function servingBoard(location: string): ServingBoard {
  const folder = join(location, SERVING_FOLDER);
  return {
    announce: (systems, answer) => coded(folder, () => announce(folder, systems, answer)),
    tell: async (message, { but, patienceMs = PATIENCE } = {}) => {
      const notices = await coded(folder, () => readNotices(folder));
      const others = notices.filter(({ id, systems }) => id !== but && systems.includes(message.system));
      const told = await Promise.all(others.map((notice) => tellOne(folder, notice, { message, patienceMs })));
      return told.filter((one) => one !== undefined);
    },
  };
}

async function announce(
  folder: string,
  systems: readonly string[],
  answer: (message: ServingMessage) => Promise<ServingAnswer>,
): Promise<Announced> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = `srv_${randomBytes(6).toString("hex")}`;
  const socket = await socketPath(folder, id);
  const server = await listening(socket, answer);
  const file = join(folder, `${id}.json`);
  const notice: Notice = { v: 1, id, pid: process.pid, socket, systems };
  // Written beside and moved, so that nobody reads half a notice.
  await writeFile(`${file}~`, JSON.stringify(notice), { mode: 0o600 });
  await rename(`${file}~`, file);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await rm(file, { force: true });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await forgetSocket(folder, socket);
  };
  return {
    id,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** In the folder, or, where its path is too long for a socket, in a folder of its own among the temporary ones. */
async function socketPath(folder: string, id: string): Promise<string> {
  const near = join(folder, `${id}.sock`);
  if (Buffer.byteLength(near) <= LONGEST_PATH) return near;
  return join(await mkdtemp(join(tmpdir(), "alidade-")), "s.sock");
}

async function forgetSocket(folder: string, socket: string): Promise<void> {
  await rm(dirname(socket) === folder ? socket : dirname(socket), { recursive: true, force: true });
}

async function listening(path: string, answer: (message: ServingMessage) => Promise<ServingAnswer>): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // Who hangs up early does not want to know.
    socket.on("error", () => undefined);
    reply(socket, answer).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  // A server keeps running for its decisions, not for this.
  server.unref();
  await chmod(path, 0o600);
  return server;
}

async function reply(socket: Socket, answer: (message: ServingMessage) => Promise<ServingAnswer>): Promise<void> {
  const message = JSON.parse(await wholeText(socket)) as ServingMessage;
  const answered = await answer(message).catch((thrown: unknown) => ({ taken: false, why: messageOf(thrown) }));
  socket.end(`${JSON.stringify(answered)}\n`);
}

async function wholeText(socket: Socket): Promise<string> {
  let text = "";
  for await (const part of socket.setEncoding("utf8")) {
    text += part;
    if (text.length > LONGEST) socket.destroy(new Error(`a message of more than ${LONGEST} bytes`));
  }
  return text;
}

async function readNotices(folder: string): Promise<readonly Notice[]> {
  const names = await readdir(folder).catch((thrown: { code?: string }) => {
    if (thrown.code === "ENOENT") return [];
    throw thrown;
  });
  const read = names.filter((name) => name.endsWith(".json")).map((name) => readNotice(join(folder, name)));
  return (await Promise.all(read)).filter((notice) => notice !== undefined);
}

/** Undefined for one that was taken back meanwhile, or that nobody can read. */
async function readNotice(path: string): Promise<Notice | undefined> {
  try {
    const notice = JSON.parse(await readFile(path, "utf8")) as Partial<Notice>;
    return typeof notice.socket === "string" && Array.isArray(notice.systems) ? (notice as Notice) : undefined;
  } catch {
    return undefined;
  }
}

/** What a server answered; undefined for one that is no longer there, whose notice is then removed. */
async function tellOne(
  folder: string,
  { id: server, pid, socket }: Notice,
  { message, patienceMs }: { readonly message: ServingMessage; readonly patienceMs: number },
): Promise<Told | undefined> {
  try {
    return { server, pid, ...(await ask(socket, message, patienceMs)) };
  } catch (thrown) {
    const { code } = thrown as { readonly code?: string };
    if (code !== "ECONNREFUSED" && code !== "ENOENT") return { server, pid, taken: false, why: messageOf(thrown) };
    await rm(join(folder, `${server}.json`), { force: true });
    await forgetSocket(folder, socket);
    return undefined;
  }
}

async function ask(path: string, message: ServingMessage, patienceMs: number): Promise<ServingAnswer> {
  const socket = createConnection(path);
  const impatience = setTimeout(() => socket.destroy(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  try {
    socket.end(JSON.stringify(message));
    const { taken, why, facts } = JSON.parse(await wholeText(socket)) as Partial<ServingAnswer>;
    return { taken: taken === true, ...(why === undefined ? {} : { why: String(why) }), facts };
  } finally {
    clearTimeout(impatience);
    socket.destroy();
  }
}
