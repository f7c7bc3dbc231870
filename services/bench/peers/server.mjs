// The Socket.IO server of Node.js with one room a member: what a line on its input names, its room hears.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const web = createServer();
const sockets = new Server(web, { serveClient: false, transports: ["websocket"] });

sockets.on("connection", (socket) => socket.join(socket.handshake.auth.token));

createInterface({ input: process.stdin }).on("line", (line) => {
  const [room, id] = line.split(" ");
  sockets.to(room).emit("signal", { kind: "notice", id });
});
process.stdin.on("end", () => process.exit(0));

web.listen(0, "127.0.0.1", () => console.log(web.address().port));
