import { blobsConformance } from "../store/blobs.conformance.ts";
import { fileBlobs } from "./file-blobs.ts";
import { emptyDirectory } from "./places.conformance.ts";

blobsConformance("a directory of files", async () => {
  const { path, remove } = await emptyDirectory();
  return { open: async () => fileBlobs(path(".")), remove };
});
