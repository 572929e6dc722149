import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade completion <shell>`: a script that completes what is typed. */
export const command: Command = defineCommand({
  name: "completion",
  summary: "Print a script that lets bash, zsh or fish complete commands and options",
  about:
    "Put `source <(alidade completion bash)` at the end of ~/.bashrc, the same with zsh of ~/.zshrc, or `alidade completion fish | " +
    "source` into ~/.config/fish/config.fish. Commands, actions, options and the words that an option takes are completed, and " +
    "names of files; names of systems and models are not.",
  arguments: { shell: argument("bash, zsh or fish") },
  options: {},
  examples: ["source <(alidade completion bash)", "alidade completion fish | source"],
  looks: true,
  async run(invocation) {
    const { args, io } = invocation;
    const { placesOf } = await import("../completion/places.ts");
    const { completionScript, SHELLS } = await import("../completion/script.ts");
    const shell = SHELLS.find((one) => one === args.shell);
    if (shell === undefined) {
      const { optionInvalid } = await import("../calling/options.ts");
      throw optionInvalid({ must: `one of ${SHELLS.join(", ")}`, got: args.shell });
    }
    const script = completionScript(shell, placesOf(await invocation.commands()));
    if (io.json) return { json: { shell, script } };
    await io.out(script);
    return {};
  },
});
