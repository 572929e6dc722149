import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Place {
  readonly location: string;
}

export const backupOccupied: ErrorConstructor<Place> = defineError("state.backup-occupied", {
  headline: "Something is there already",
  message: ({ location }: Place) => `Nothing is overwritten, and ${location} exists.`,
  hint: () => "Move it away, or name another place.",
});

export const backupMissing: ErrorConstructor<Place> = defineError("state.backup-missing", {
  headline: "No backup here",
  message: ({ location }: Place) =>
    `A backup is a folder or a file that \`alidade backup\` wrote. ${location} is none.`,
  hint: () => "Name the folder or the file that the backup was written to.",
});

export const backupDamaged: ErrorConstructor<Place & { readonly what: string }> = defineError("state.backup-damaged", {
  headline: "A damaged backup",
  message: ({ location, what }: Place & { readonly what: string }) =>
    `${what} in the backup ${location}. Nothing was restored.`,
  hint: () => "Take another backup. What is whole in this one can still be copied out of it by hand.",
});
