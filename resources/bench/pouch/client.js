// The peer's laptop. It holds changes (one JSON object a line of a file), each a document that is written
// once, as our journal keeps each change. Told on standard input, one word a line, it does and answers with
// the seconds that it took:
//   push  replicates all of it into a new database of the hub
//   pull  replicates that database into a new one here
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const PouchDB = require("pouchdb");

const [data, url, file] = process.argv.slice(2);
const AT_ONCE = { batch_size: 500, batches_limit: 10 };
fs.mkdirSync(data, { recursive: true });
const Kept = PouchDB.defaults({ prefix: path.join(data, path.sep) });

async function filled() {
  const source = new Kept("source");
  let waiting = [];
  const put = async () => {
    const failed = (await source.bulkDocs(waiting)).find((each) => each.error);
    if (failed) throw failed;
    waiting = [];
  };
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    waiting.push(JSON.parse(line));
    if (waiting.length === AT_ONCE.batch_size) await put();
  }
  if (waiting.length) await put();
  return source;
}

async function timed(replicating, count) {
  const began = process.hrtime.bigint();
  const told = await replicating();
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (told.docs_written !== count) throw new Error(`${told.docs_written} of ${count} documents`);
  return seconds;
}

async function main() {
  const source = await filled();
  const count = (await source.info()).doc_count;
  const say = (told) => console.log(JSON.stringify(told));
  say({ count });
  let n = 0;
  for await (const word of readline.createInterface({ input: process.stdin })) {
    if (word === "push") {
      n += 1;
      const hub = new PouchDB(`${url}/bench_${n}`);
      say({ seconds: await timed(() => source.replicate.to(hub, AT_ONCE), count) });
    } else if (word === "pull") {
      const fresh = new Kept(`fresh_${n}_${Date.now()}`);
      const hub = new PouchDB(`${url}/bench_${n}`);
      say({ seconds: await timed(() => fresh.replicate.from(hub, AT_ONCE), count) });
      await fresh.destroy();
    }
  }
}

main().then(() => process.exit(0), (problem) => { console.error(problem); process.exit(1); });
