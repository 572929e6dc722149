import type { Look, WatcherLook } from "../look.ts";
import { type Ink, type Line, span } from "./spans.ts";
import { ageOf, capital, counted } from "./words.ts";

/** What runs where, what time it is, and whether the journal is being watched. */
export function headLines(look: Look): readonly Line[] {
  const { url, at, clock } = look;
  const time = `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return [
    {
      left: [span("Alidade", "strong"), span(url === null ? "  nothing is served" : `  ${url}`)],
      right: [span(clock === "data" ? `${time} of the data` : time, "quiet")],
    },
    watcherLine(look),
    ...(look.watcher.says === "" ? [] : [{ left: [span(`  ${capital(look.watcher.says)}`)] }]),
  ];
}

const STATUS: Readonly<Record<WatcherLook["status"], readonly [mark: string, ink: Ink, words: string]>> = {
  starting: ["–", "plain", "Begins to watch"],
  watching: ["✓", "good", "Watches"],
  behind: ["?", "unknown", "Watches, but is behind"],
  down: ["✕", "bad", "Nobody watches; serving goes on"],
  elsewhere: ["–", "plain", "Another process watches"],
};

function watcherLine({ watcher, at }: Look): Line {
  const [mark, ink, words] = STATUS[watcher.status];
  const { lookedAt, restarts } = watcher;
  const read = lookedAt === null ? "nothing was read yet" : `read to the end ${ageOf(at, lookedAt)} ago`;
  const again = restarts === 0 ? "" : `; began again ${counted(restarts, "time")}`;
  return {
    left: [span(`${mark} `, ink), span(words, ink === "good" ? "plain" : ink)],
    right: [span(`${capital(read)}${again}`, "quiet")],
  };
}
