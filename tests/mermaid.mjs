// Read a list of diagrams from standard input (JSON) and tell of each what the real parser says:
// its messages and participants (a sequence diagram has them), or the error. The modules lie in the folder that is given.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const folder = process.argv[2];
const { JSDOM } = createRequire(path.join(folder, "package.json"))("jsdom");
const { window } = new JSDOM(""); // Mermaid cleans texts with DOMPurify, which needs a document
globalThis.window = window;
globalThis.document = window.document;
const main = path.join(folder, "node_modules", "mermaid", "dist", "mermaid.core.mjs");
const { default: mermaid } = await import(pathToFileURL(main).href);

const told = [];
for (const diagram of JSON.parse(await text(process.stdin))) {
  try {
    await mermaid.parse(diagram);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram);
    const messages = (db.getMessages?.() ?? []).map((each) => each.message);
    const names = [...(db.getActors?.().values() ?? [])].map((each) => each.description);
    told.push({ error: "", messages, names });
  } catch (error) {
    told.push({ error: String(error.message ?? error), messages: [], names: [] });
  }
}
process.stdout.write(JSON.stringify(told));
