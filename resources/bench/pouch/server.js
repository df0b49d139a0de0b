// The peer's hub: express-pouchdb over LevelDB, on any free port; says which on its first line.
const fs = require("fs");
const path = require("path");
const express = require("express");
const PouchDB = require("pouchdb");

const data = process.argv[2];
fs.mkdirSync(data, { recursive: true });
const Kept = PouchDB.defaults({ prefix: path.join(data, path.sep) });
const app = express();
let bytes = 0;
app.use((request, response, next) => {
  bytes += Number(request.headers["content-length"] || 0);
  next();
});
app.get("/__told", (request, response) => response.json({ bytes, memory: process.memoryUsage().rss }));
const own = { logPath: path.join(data, "log.txt"), configPath: path.join(data, "config.json") };
app.use("/", require("express-pouchdb")(Kept, { mode: "minimumForPouchDB", ...own }));
const listening = app.listen(0, "127.0.0.1", () => console.log(JSON.stringify(listening.address())));
