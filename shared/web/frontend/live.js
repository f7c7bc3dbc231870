// A signal names what changed, never what it says: each part of the page that shows it is fetched again and morphed in.
import { Idiomorph } from "idiomorph";
import { io } from "socket.io-client";
import { announce, t } from "./words.js";

const TOGETHER_MS = 120; // signals this close to one another cause one fetch
const waiting = new Set();
let timer = 0;
let fingerDown = false;

export function listen() {
  const socket = io({ path: "/socket.io", transports: ["websocket", "polling"] });
  let known = false;
  socket.on("connect", () => {
    document.body.dataset.live = "on";
    if (known) refreshAll();
    if (known) showConnection(t("已恢复连接", "Connected again"), 3000);
    known = true;
  });
  socket.on("disconnect", (reason) => {
    document.body.dataset.live = "off";
    if (reason === "io server disconnect") socket.connect(); // put out to be judged anew, not for good
    else showConnection(offlineWords());
  });
  socket.on("signal", ({ kind }) => {
    for (const region of document.querySelectorAll(`[data-live~="${CSS.escape(kind)}"]`)) refresh(region);
    if (kind === "notice") countUnread();
  });
  addEventListener("offline", () => showConnection(offlineWords()));
  addEventListener("online", () => { showConnection(t("已恢复连接", "Connected again"), 3000); refreshAll(); });
  addEventListener("pointerdown", () => { fingerDown = true; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { fingerDown = false; if (waiting.size) schedule(); });
}

function refreshAll() {
  for (const region of document.querySelectorAll("main [data-live]")) refresh(region);
  countUnread();
}

function refresh(region) {
  waiting.add(region);
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (!fingerDown) timer = setTimeout(fetchWaiting, TOGETHER_MS);
}

async function fetchWaiting() {
  const bySource = new Map();
  for (const region of waiting) {
    const source = region.dataset.src || location.href;
    bySource.set(source, [...(bySource.get(source) ?? []), region]);
  }
  waiting.clear();
  await Promise.all([...bySource].map(([source, regions]) => fetchInto(source, regions)));
}

async function fetchInto(source, regions) {
  try {
    const answer = await fetch(source, { headers: { Accept: "text/html", "X-Fragment": "1" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of regions) {
      const fresh = region.id && page.getElementById(region.id);
      if (fresh) morph(region, fresh.innerHTML);
      else if (region.dataset.src) morph(region, page.body.innerHTML);
    }
  } catch {
    showConnection(offlineWords());
  }
}

// Fields being typed in, opened details and the focus stay as the person has them.
function morph(region, html) {
  if (fingerDown) { refresh(region); return; }
  const before = new Set([...region.querySelectorAll("[data-item]")].map((item) => item.id));
  Idiomorph.morph(region, html, {
    morphStyle: "innerHTML", ignoreActiveValue: true, restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: (old) => !(old instanceof HTMLFormElement && old.matches("[data-dirty]")),
      beforeAttributeUpdated: (name, node) => !(name === "open" && node instanceof HTMLDetailsElement),
    },
  });
  const fresh = [...region.querySelectorAll("[data-item]")].filter((item) => !before.has(item.id));
  for (const item of fresh) item.classList.add("is-new");
  if (fresh.length) announce(region.dataset.says || t(`有 ${fresh.length} 条新内容`, `${fresh.length} new`));
}

async function countUnread() {
  const badge = document.querySelector("[data-unread]");
  const answer = badge && await fetch("/api/notify/v1/notices/unread-count", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { count } = await answer.json();
  badge.textContent = count || "";
}

const offlineWords = () => t("连接断开，填写的内容会保留", "Offline; what you type is kept");

function showConnection(words, forMs) {
  const bar = document.getElementById("connection");
  bar.lastElementChild.textContent = words;
  bar.hidden = false;
  if (forMs) setTimeout(() => { bar.hidden = true; }, forMs);
  announce(words);
}
