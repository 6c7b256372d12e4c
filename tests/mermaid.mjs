// Read a list of diagrams (JSON) from standard input, parse each with Mermaid, and write a list of objects (JSON) with
// `messages` and `names` (of participants; both empty unless it is a sequence diagram) and `error`. The argument is the
// folder with node_modules.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const folder = process.argv[2];
const { JSDOM } = createRequire(path.join(folder, "package.json"))("jsdom");
const { window } = new JSDOM(""); // Mermaid sanitizes texts with DOMPurify, which needs a document
globalThis.window = window;
globalThis.document = window.document;
const main = path.join(folder, "node_modules", "mermaid", "dist", "mermaid.core.mjs");
const { default: mermaid } = await import(pathToFileURL(main).href);

const results = [];
for (const diagram of JSON.parse(await text(process.stdin))) {
  try {
    await mermaid.parse(diagram);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram);
    const messages = (db.getMessages?.() ?? []).map((each) => each.message);
    const names = [...(db.getActors?.().values() ?? [])].map((each) => each.description);
    results.push({ error: "", messages, names });
  } catch (error) {
    results.push({ error: String(error.message ?? error), messages: [], names: [] });
  }
}
process.stdout.write(JSON.stringify(results));
