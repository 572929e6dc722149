import type { Command } from "../calling/command.ts";
import { GLOBAL_OPTIONS } from "../calling/globals.ts";
import { dashed } from "../calling/options.ts";

/** A word that may stand somewhere, and what it means. */
export interface Word {
  readonly word: string;
  readonly doc: string;
}

/** An option: a word, and what may follow it. */
export interface OptionWord extends Word {
  /** Words that its value may be; any where there are none; null for a flag. */
  readonly values: readonly string[] | null;
}

/** A place on the command line: after the words that lead there. */
export interface Place {
  /** "" at the beginning, "data pull" within an action. */
  readonly path: string;
  readonly words: readonly Word[];
  readonly options: readonly OptionWord[];
}

/** Every place of the command line, the beginning first. */
export function placesOf(commands: readonly Command[]): readonly Place[] {
  const start: Place = {
    path: "",
    words: [...commands.map(wordOf), { word: "help", doc: "what a command does and takes" }],
    options: [{ word: "--version", doc: "the version of Alidade", values: null }, ...EVERYWHERE],
  };
  return [start, ...commands.flatMap((command) => placesWithin(command, command.name))];
}

function placesWithin(command: Command, path: string): readonly Place[] {
  const { actions = [] } = command;
  const own: Place = { path, words: actions.map(wordOf), options: [...optionsOf(command), ...EVERYWHERE] };
  return [own, ...actions.flatMap((action) => placesWithin(action, `${path} ${action.name}`))];
}

const wordOf = ({ name, summary }: Command): Word => ({ word: name, doc: summary });

/** What stands at every place: flags such as `--dir <state>` take a value, others none. */
const EVERYWHERE: readonly OptionWord[] = [
  { word: "--help", doc: "what a command does and takes", values: null },
  ...GLOBAL_OPTIONS.map(([flags, doc]): OptionWord => {
    const [word = "", value] = flags.split(" ");
    return { word, doc, values: value === undefined ? null : [] };
  }),
];

function optionsOf({ options }: Command): readonly OptionWord[] {
  return Object.entries(options).map(([name, { doc, value, choices }]) => ({
    word: `--${dashed(name)}`,
    doc,
    values: value === undefined ? null : (choices ?? []),
  }));
}
