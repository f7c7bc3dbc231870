// Many open pages: a socket for each token, and a line for each signal that arrives, with the instant of this machine's clock.
import { readFileSync } from "node:fs";
import { WebSocket } from "ws";

const [url, tokensFile] = process.argv.slice(2);
const tokens = readFileSync(tokensFile, "utf8").split("\n").filter(Boolean);
const AT_ONCE = 50;

function open(token) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`);
    socket.on("message", (data) => {
      const packet = String(data);
      if (packet.startsWith("0")) socket.send(`40${JSON.stringify({ token })}`);
      else if (packet === "2") socket.send("3");
      else if (packet.startsWith("42")) heard(JSON.parse(packet.slice(2))[1].id);
      else if (packet.startsWith("40")) resolve();
      else if (packet.startsWith("44")) reject(new Error(packet));
    });
    socket.on("close", () => reject(new Error("closed")));
    socket.on("error", reject);
  });
}

function heard(id) {
  process.stdout.write(`${id} ${process.hrtime.bigint()}\n`);
}

async function openSome(next) {
  for (let token = next(); token !== undefined; token = next()) await open(token);
}

const waiting = tokens.values();
await Promise.all(Array.from({ length: AT_ONCE }, () => openSome(() => waiting.next().value)));
console.log("open");
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
