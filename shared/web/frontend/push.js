// Lets the person have this browser rung: asks once, subscribes, and sends what the browser gave by the form on the page.
import { announce, t } from "./words.js";

const WORKER = "/static/build/sw.js";

const offer = document.querySelector("[data-push]");
if (offer && "serviceWorker" in navigator && "PushManager" in window) {
  offer.hidden = false;
  offer.querySelector("[data-push-on]").addEventListener("click", () => subscribe(offer));
}

async function subscribe(offered) {
  const say = (words) => { offered.querySelector("[data-push-says]").textContent = words; announce(words); };
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      say(t("浏览器没有允许通知；请在浏览器设置里允许本站通知，再点一次", "The browser does not allow it; allow notifications for this site in its settings, then press again"));
      return;
    }
    const worker = await navigator.serviceWorker.register(WORKER);
    await active(worker);
    const given = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: offered.dataset.push })).toJSON();
    const form = offered.querySelector("form");
    for (const [name, value] of [["endpoint", given.endpoint], ["p256dh", given.keys.p256dh], ["auth", given.keys.auth]]) form.elements[name].value = value;
    form.submit();
  } catch {
    say(t("没有开通：这个浏览器连不上它的推送服务，可以改用短信或邮件", "Not switched on: this browser cannot reach its push service; choose text messages or e-mail instead"));
  }
}

// The page lies outside the worker's folder, so `ready` would never come; the worker's own state does.
function active(worker) {
  const coming = worker.installing || worker.waiting;
  if (!coming || worker.active) return Promise.resolve();
  return new Promise((done) => coming.addEventListener("statechange", () => { if (coming.state === "activated") done(); }));
}
